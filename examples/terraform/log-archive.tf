# Creates the role that lets a tracker in another account read the trail's bucket. Apply it in the account of the bucket, such as
# an organization's log archive account, and pass the output to the tracker as TrailBucketRoleArn.
variable "function_role_arn" {
  description = "ARN of the function's role, such as arn:aws:iam::222233334444:role/api-usage-tracker-ApiUsageRole-*"
  type        = string
}

variable "trail_bucket_name" {
  description = "Name of the bucket that CloudTrail delivers to"
  type        = string
}

resource "aws_cloudformation_stack" "bucket_reader" {
  name          = "api-usage-bucket-reader"
  template_body = file("${path.module}/bucket-reader-role.yaml")
  capabilities  = ["CAPABILITY_NAMED_IAM"]

  parameters = {
    FunctionRoleArn = var.function_role_arn
    BucketName      = var.trail_bucket_name
  }
}

output "trail_bucket_role_arn" {
  description = "Value for the tracker's parameter TrailBucketRoleArn"
  value       = aws_cloudformation_stack.bucket_reader.outputs["TrailBucketRoleArn"]
}
