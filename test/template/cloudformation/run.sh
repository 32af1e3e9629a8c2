#!/usr/bin/env bash
# All templates under CloudFormation's linter, the serverless transform, a resolver of conditions and Checkov: npm run test:template
set -euo pipefail
cd "$(dirname "$0")/../../.."
test/python/venv.sh template
test/python/venv.sh scanner
npm run build:console
exec .venv-template/bin/python -m pytest -q -p no:cacheprovider test/template/cloudformation "$@"
