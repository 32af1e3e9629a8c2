# Subscribes a log group in every account of an organizational unit to a tracker with Source=Kinesis and SenderOrganizationId.
# Apply it in the organization's management account. In a delegated administrator account, set call_as to DELEGATED_ADMIN.
variable "stream_destination_arn" {
  description = "Output StreamDestinationArn of the tracker's stack"
  type        = string
}

variable "sender_log_group_name" {
  description = "Name of the log group that CloudTrail delivers to, the same in all sending accounts"
  type        = string
}

variable "organizational_unit_id" {
  description = "ID of the organizational unit (such as ou-ab12-a1b2c3d4) or root (such as r-ab12) whose accounts send records"
  type        = string
}

resource "aws_cloudformation_stack_set" "senders" {
  name             = "api-usage-senders"
  permission_model = "SERVICE_MANAGED"
  call_as          = "SELF"
  template_body    = file("${path.module}/sender.yaml")
  capabilities     = ["CAPABILITY_IAM"]

  parameters = {
    DestinationArn    = var.stream_destination_arn
    TrailLogGroupName = var.sender_log_group_name
  }

  auto_deployment {
    enabled                          = true
    retain_stacks_on_account_removal = false
  }

  # The provider reads back a role for self-managed permissions, which would show as a change in every plan.
  lifecycle {
    ignore_changes = [administration_role_arn]
  }
}

resource "aws_cloudformation_stack_set_instance" "senders" {
  stack_set_name = aws_cloudformation_stack_set.senders.name
  call_as        = "SELF"

  deployment_targets {
    organizational_unit_ids = [var.organizational_unit_id]
  }
}
