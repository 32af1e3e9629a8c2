# Sends the log groups of all accounts of an organizational unit to a tracker with Source=Kinesis and SenderOrganizationId. Apply it
# in the organization's management account, or set call_as to DELEGATED_ADMIN in a delegated administrator's.
variable "stream_destination_arn" {
  description = "Output StreamDestinationArn of the tracker's stack"
  type        = string
}

variable "sender_log_group_name" {
  description = "Name of the log group that CloudTrail delivers to, the same in all sending accounts"
  type        = string
}

variable "organizational_unit_id" {
  description = "Organizational unit whose accounts send, such as ou-ab12-a1b2c3d4, or the root, such as r-ab12"
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

  # The provider would take the role for self-managed permissions, which it reads back, as a change.
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
