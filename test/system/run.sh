#!/usr/bin/env bash
# Deploys the stack to an emulator of AWS and drives it, twice at the same time: without and with policies enforced. Arguments go
# to pytest: npm run test:system -- -k kinesis
set -euo pipefail
cd "$(dirname "$0")/../.."

for command in jq curl openssl make; do
  command -v "$command" >/dev/null || {
    echo "The system test needs $command. On Debian: apt-get install jq curl openssl make" >&2
    exit 1
  }
done
# Version 1 may be first on the PATH, and the replay commands need version 2.
AWS_CLI=${AWS_CLI:-$(for aws in $(type -ap aws) /usr/bin/aws; do
  if "$aws" --version 2>/dev/null | grep -q '^aws-cli/2'; then echo "$aws" && break; fi
done)}
if [ -z "$AWS_CLI" ]; then
  echo "The system test needs version 2 of the AWS CLI. On Debian: apt-get install awscli. Set AWS_CLI if it is not on the PATH." >&2
  exit 1
fi
echo "AWS CLI: $AWS_CLI ($("$AWS_CLI" --version))"
export AWS_CLI SAM_CLI_TELEMETRY=0

test/python/venv.sh system
export PATH="$PWD/.venv-system/bin:$PATH"
sam build >/dev/null
# After it, as it empties dist.
npm run --silent build:console

results=$(mktemp -d)
stop_emulators() {
  cat "$results"/*.pid 2>/dev/null | xargs -r kill 2>/dev/null || true
}
trap stop_emulators EXIT

# suite NAME PORT [ARGUMENT...]: runs the tests on a separate emulator.
suite() {
  export GATEWAY_PORT=$2
  test/system/emulator/start.sh "$results/$1.log" >"$results/$1.pid"
  python -m pytest -p no:cacheprovider -rfEs --durations=5 "${@:3}" test/system >"$results/$1.txt" 2>&1
}

port=${GATEWAY_PORT:-4566}
AUTH='' suite open "$port" "$@" &
open=$!
AUTH=true suite enforced "$((port + 1))" "$@" &
enforced=$!
failed=0
wait "$open" || failed=$?
cat "$results/open.txt"
wait "$enforced" || failed=$?
cat "$results/enforced.txt"
if [ "$failed" = 0 ]; then stop_emulators && rm -r "$results"; else echo "The emulators' logs are in $results" >&2; fi
exit "$failed"
