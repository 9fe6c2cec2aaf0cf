"""Translates a SAM template as the service does, and prints what CloudFormation gets: translate.py TEMPLATE"""

import json
import sys

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform


class NoManagedPolicies:
    """Policies of AWS's own that a template may name in short; ours names none."""

    def load(self):
        return {}


with open(sys.argv[1], encoding="utf-8") as file:
    template = yaml_parse(file.read())
# `sam deploy` puts the folder into a bucket and its address here.
template["Globals"]["Function"]["CodeUri"] = "s3://packages/bootstrap.zip"
json.dump(transform(template, {}, NoManagedPolicies()), sys.stdout)
