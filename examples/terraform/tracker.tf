# Deploys the tracker as a CloudFormation stack from the template of a release: terraform init, terraform apply
terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "trail_log_group_name" {
  description = "Name of the log group that CloudTrail delivers to, in the provider's Region"
  type        = string
}

variable "alarm_email" {
  description = "Email address to notify of alarms"
  type        = string
}

variable "template_bucket" {
  description = "Name of an existing private bucket, in the provider's Region, to upload the template to"
  type        = string
}

# The template exceeds the 51,200 bytes that CloudFormation accepts inline, so the stack uses its URL.
resource "aws_s3_object" "template" {
  bucket      = var.template_bucket
  key         = "api-usage-tracker/${filesha256("${path.module}/console-template.yaml")}.yaml"
  source      = "${path.module}/console-template.yaml"
  source_hash = filesha256("${path.module}/console-template.yaml")
}

data "aws_s3_bucket" "template" {
  bucket = var.template_bucket
}

resource "aws_cloudformation_stack" "tracker" {
  name         = "api-usage-tracker"
  template_url = "https://${data.aws_s3_bucket.template.bucket_regional_domain_name}/${aws_s3_object.template.key}"
  capabilities = ["CAPABILITY_IAM"]

  parameters = {
    TrailLogGroupName = var.trail_log_group_name
    AlarmEmail        = var.alarm_email
  }
}

output "dashboard_name" {
  description = "Name of the CloudWatch dashboard"
  value       = aws_cloudformation_stack.tracker.outputs["DashboardName"]
}
