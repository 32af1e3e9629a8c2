#!/usr/bin/env bash
# smoke.sh [--keep]: deploys the stack to an AWS account, counts records with each source, and deletes everything.
set -euo pipefail
cd "$(dirname "$0")/../.."

keep=false
case ${1:-} in
  --keep) keep=true ;;
  '') ;;
  *)
    echo "Usage: smoke.sh [--keep]" >&2
    exit 2
    ;;
esac

for command in aws sam jq gzip make npm; do
  command -v "$command" >/dev/null || {
    echo "smoke.sh needs $command." >&2
    exit 1
  }
done
case $(aws --version) in
  aws-cli/1.*)
    echo "smoke.sh needs version 2 of the AWS CLI." >&2
    exit 1
    ;;
esac

export AWS_PAGER='' SAM_CLI_TELEMETRY=0
ACCOUNT=$(aws sts get-caller-identity --query Account --output text)
REGION=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
if [ -z "$REGION" ]; then
  echo "Set AWS_REGION to the Region to deploy in." >&2
  exit 1
fi
export AWS_REGION=$REGION AWS_DEFAULT_REGION=$REGION
NAME=api-usage-smoke-$(date +%s)
NAMESPACE=ApiUsageSmoke/$NAME
GROUP=/$NAME/trail
BUCKET=$NAME-$ACCOUNT
WORK=$(mktemp -d)

cat <<END
This deploys a stack named $NAME in account $ACCOUNT, $REGION, as Source=Logs, then Kinesis, then S3. For each source it
writes 20 made-up records, reads their metrics back, and checks every alarm and saved query of the stack.

It makes
  the stack       with a function, roles, queues, a data stream, a bucket, alarms and a dashboard, no trail
  a log group     $GROUP
  a bucket        $BUCKET
  metrics         about 40 in the namespace $NAMESPACE, which expire after 15 months
and, if there is none yet, the stack aws-sam-cli-managed-default with the bucket that sam deploy uploads to, which stays.

It takes 20 to 50 minutes and costs less than \$1, mostly for the data stream and the metrics.
END
if $keep; then
  echo "With --keep nothing is deleted at the end."
else
  echo "At the end, also if something fails, all but the metrics and sam's own stack is deleted."
fi
if [ -t 0 ]; then read -r -p "Press Enter to start, Ctrl-C to leave it. "; fi

passed=0 failed=0
pass() { echo "ok    $1" && passed=$((passed + 1)); }
fail() { echo "FAIL  $1" && failed=$((failed + 1)); }

deletion() {
  cat <<END
sam delete --no-prompts --stack-name $NAME --region $REGION
aws logs delete-log-group --log-group-name $GROUP --region $REGION
aws s3 rb s3://$BUCKET --force --region $REGION
END
}

finish() {
  local code=$? command
  rm -rf "$WORK"
  if $keep; then
    echo "Kept. To delete it:"
    deletion
  else
    while read -r command; do
      echo "$command"
      bash -c "$command" </dev/null >/dev/null || code=1
    done < <(deletion)
    [ "$code" = 0 ] || echo "Something failed. Look for remains of $NAME in the console."
  fi
  echo "$passed passed, $failed failed"
  exit $code
}

# within MINUTES COMMAND...: tries the command until it succeeds.
within() {
  local end=$((SECONDS + $1 * 60))
  until "${@:2}"; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 10
  done
}

# deploy PARAMETER...
deploy() {
  sam deploy --stack-name "$NAME" --region "$REGION" --resolve-s3 --capabilities CAPABILITY_IAM --no-confirm-changeset \
    --no-progressbar --parameter-overrides MetricNamespace="$NAMESPACE" BatchingWindowSeconds=0 "$@"
}

# records OPERATION: 20 calls of this minute, one a line. 5 failed, 3 of them as they were throttled.
records() {
  jq -cn --arg operation "$1" --arg account "$ACCOUNT" --arg region "$REGION" --arg time "$(date -u +%Y-%m-%dT%H:%M:%SZ)" '
    range(20) | {eventVersion: "1.11", eventID: "\($operation)-\($time)-\(.)", eventTime: $time, eventType: "AwsApiCall",
      eventSource: "ssm.amazonaws.com", eventName: $operation, awsRegion: $region, recipientAccountId: $account,
      userAgent: "smoke.sh", userIdentity: {type: "AssumedRole", accountId: $account,
        sessionContext: {sessionIssuer: {type: "Role", userName: "smoke", arn: "arn:aws:iam::\($account):role/smoke"}}}}
    + (if . < 3 then {errorCode: "ThrottlingException"} elif . < 5 then {errorCode: "AccessDenied"} else {} end)'
}

write_to_log_group() {
  jq -cs --arg time "$(date +%s)" 'map({timestamp: ($time | tonumber * 1000), message: tojson})' >"$WORK/events.json"
  aws logs put-log-events --log-group-name "$GROUP" --log-stream-name trail --log-events "file://$WORK/events.json" >/dev/null
}

write_to_bucket() {
  local name
  name=${ACCOUNT}_CloudTrail_${REGION}_$(date -u +%Y%m%dT%H%MZ)_$(printf %016d "$RANDOM").json.gz
  jq -cs '{Records: .}' | gzip >"$WORK/$name"
  aws s3 cp --quiet "$WORK/$name" "s3://$BUCKET/AWSLogs/$ACCOUNT/CloudTrail/$REGION/$(date -u +%Y/%m/%d)/$name"
}

# sum METRIC OPERATION: its sum in CloudWatch over the last two hours.
sum() {
  aws cloudwatch get-metric-statistics --namespace "$NAMESPACE" --metric-name "$1" --statistics Sum --period 3600 \
    --start-time "$(($(date +%s) / 3600 * 3600 - 7200))" --end-time "$(($(date +%s) + 3600))" \
    --dimensions "Name=Service,Value=ssm" "Name=Operation,Value=$2" "Name=Region,Value=$REGION" --output json |
    jq -r '[.Datapoints[].Sum] | add // 0'
}

counted() { [ "$(sum CallCount "$1") $(sum ErrorCount "$1") $(sum ThrottleCount "$1")" = '20 5 3' ]; }

# drive SOURCE WRITE: a rule or a subscription may take minutes to come into effect, so this tries several times.
drive() {
  local attempt
  for attempt in 1 2 3; do
    records "Smoke$1$attempt" | "$2"
    if within 6 counted "Smoke$1$attempt"; then
      pass "$1: calls, errors and throttles are exact"
      return
    fi
  done
  fail "$1: CloudWatch has $(sum CallCount "Smoke${1}3") of 20 calls"
}

# The names of alarms that are not as they should be: throttling in ALARM, all others OK, none with an error.
wrong_alarms() {
  aws cloudwatch describe-alarms --alarm-name-prefix "$NAME-" --output json |
    jq -r --arg throttling "$NAME-throttling" '.MetricAlarms[]
      | select(.StateValue != (if .AlarmName == $throttling then "ALARM" else "OK" end) or .EvaluationState != null)
      | "\(.AlarmName): \(.StateValue) \(.EvaluationState // "") \(.StateReason)"'
}

no_wrong_alarms() { [ -z "$(wrong_alarms)" ]; }

check_alarms() {
  local count
  count=$(aws cloudwatch describe-alarms --alarm-name-prefix "$NAME-" --query 'length(MetricAlarms)' --output text)
  if within 15 no_wrong_alarms; then
    pass "$1: $count alarms are evaluated"
  else
    fail "$1: alarms are not as they should be:"
    wrong_alarms
  fi
}

# query TEXT: the rows that a query of Logs Insights finds in the function's log; fails if the query does.
query() {
  local id status
  id=$(aws logs start-query --log-group-name "/aws/lambda/$NAME" --start-time $(($(date +%s) - 7200)) \
    --end-time "$(date +%s)" --query-string "$1" --query queryId --output text)
  for _ in $(seq 60); do
    status=$(aws logs get-query-results --query-id "$id" --query '[status, length(results)]' --output text)
    case $status in
      Complete*) echo "${status#*[[:space:]]}" && return ;;
      Scheduled* | Running*) sleep 2 ;;
      *) return 1 ;;
    esac
  done
  return 1
}

check_queries() {
  local name text rows
  aws logs describe-query-definitions --query-definition-name-prefix "$NAME/" --output json >"$WORK/queries.json"
  for number in $(jq '.queryDefinitions | keys[]' "$WORK/queries.json"); do
    name=$(jq -r ".queryDefinitions[$number].name" "$WORK/queries.json")
    # The operation that the query has as its example is none of those here.
    text=$(jq -r ".queryDefinitions[$number].queryString" "$WORK/queries.json" | sed 's/PutParameter/SmokeLogs1/')
    if ! rows=$(query "$text"); then
      fail "saved query $name"
    elif [ "$rows" = 0 ] && [[ $text != *malformed* ]]; then # nothing was
      fail "saved query $name finds nothing"
    else
      pass "saved query $name: $rows rows"
    fi
  done
}

trap finish EXIT
aws logs create-log-group --log-group-name "$GROUP"
aws logs create-log-stream --log-group-name "$GROUP" --log-stream-name trail
aws s3 mb "s3://$BUCKET" >/dev/null
aws s3api put-bucket-notification-configuration --bucket "$BUCKET" --notification-configuration '{"EventBridgeConfiguration": {}}'
sam build

deploy Source=Logs TrailLogGroupName="$GROUP"
drive Logs write_to_log_group
check_alarms Logs
deploy Source=Kinesis TrailLogGroupName="$GROUP"
drive Kinesis write_to_log_group
check_alarms Kinesis
deploy Source=S3 TrailBucketName="$BUCKET" MemorySize=512 'TrailLogGroupName=""'
drive S3 write_to_bucket
check_alarms S3
check_queries

[ "$failed" = 0 ]
