#!/usr/bin/env bash
# start.sh LOG: starts the emulator in the background, waits until it answers, and prints its process id.
# AUTH=true enforces the policies of roles, queues and buckets, and answers over TLS.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../../.." && pwd)
log=$1
export GATEWAY_PORT=${GATEWAY_PORT:-4566} BIND_HOST=127.0.0.1 MINISTACK_HOST=127.0.0.1
export MINISTACK_ACCOUNT_ID=123456789012 MINISTACK_REGION=eu-west-1 LAMBDA_EXECUTOR=local
# Lambda waits one and two minutes between its three attempts.
export LAMBDA_ASYNC_RETRY_BASE_SECONDS=1
# Functions run on the `node` that is found first, with the AWS SDK that it finds: as in Lambda, Node.js 24 with an SDK.
node=$(dirname "$(cd "$project" && node --import tsx tools/node24/run.ts -p process.execPath)")
export PATH="$node:$PATH" NODE_PATH="$project/node_modules" NODE_OPTIONS="--require $here/preload.cjs"
scheme=http
if [ "${AUTH:-}" = true ]; then
  export USE_SSL=1 NODE_EXTRA_CA_CERTS="${TMPDIR:-/tmp}/ministack-tls/server.crt"
  scheme=https
fi
export EMULATOR_URL=$scheme://127.0.0.1:$GATEWAY_PORT
unset AWS_ENDPOINT_URL AWS_PROFILE AWS_SESSION_TOKEN

"$project/.venv-system/bin/python" "$here" >"$log" 2>&1 &
pid=$!
for _ in $(seq 300); do
  if curl -skf "$EMULATOR_URL/_ministack/health" >/dev/null; then
    echo "$pid"
    exit
  fi
  kill -0 "$pid" 2>/dev/null || break
  sleep 0.2
done
echo "The emulator does not answer, see $log" >&2
exit 1
