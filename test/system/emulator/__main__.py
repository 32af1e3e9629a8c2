"""Starts ministack with changes where it differs from AWS. Each module changes one thing and links AWS's documentation."""

import alarms
import conditions
import data_streams
import emf
import function_logs
import invocations
import principals
import redrives
import resources
import subscriptions
from ministack.app import main

for module in (invocations, function_logs, subscriptions, data_streams, emf, principals, redrives, resources, conditions, alarms):
    module.install()
main()
