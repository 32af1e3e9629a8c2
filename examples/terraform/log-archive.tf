# The role with which a tracker in another account reads the trail's bucket. Apply it in the account of the bucket, such as the
# log-archive account of an organization, and give the output to the tracker as TrailBucketRoleArn.
variable "function_role_arn" {
  description = "Role of the tracker's function, such as arn:aws:iam::222233334444:role/api-usage-tracker-ApiUsageRole-*"
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
  description = "Parameter TrailBucketRoleArn of the tracker"
  value       = aws_cloudformation_stack.bucket_reader.outputs["TrailBucketRoleArn"]
}
