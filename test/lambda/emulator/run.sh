#!/usr/bin/env bash
# Validates and builds the template with the SAM CLI, and runs every event file on the built function: npm run test:lambda
set -euo pipefail
cd "$(dirname "$0")/../../.."

case $(uname -sm) in
  'Linux x86_64' | 'Linux aarch64') ;;
  *)
    echo "Skipped: Lambda's runtime interface client runs on Linux x64 and arm64, and this is $(uname -sm)."
    exit
    ;;
esac
for command in cmake g++ make xz; do
  command -v "$command" >/dev/null || {
    echo "Lambda's runtime interface client is built with $command. On Debian: apt-get install cmake g++ make xz-utils" >&2
    exit 1
  }
done

test/python/venv.sh system
test/python/venv.sh template
node=$(dirname "$(dirname "$(npx tsx tools/node24/run.ts -p process.execPath)")")
client=test/lambda/emulator
if ! cmp -s "$client/package-lock.json" "$client/node_modules/installed"; then
  echo "Building Lambda's runtime interface client" >&2
  (cd "$client" && PATH="$node/bin:$PATH" npm ci --nodedir="$node" --no-audit --no-fund --loglevel=error)
  cp "$client/package-lock.json" "$client/node_modules/installed"
fi

export SAM_CLI_TELEMETRY=0
.venv-system/bin/sam validate --lint
.venv-system/bin/sam build
exec npx tsx test/run.ts lambda/emulator
