/** `ssm:PutParameter`. */
export function operationName({
  service,
  operation,
}: {
  readonly service: string
  readonly operation: string
}): string {
  return `${service}:${operation}`
}
