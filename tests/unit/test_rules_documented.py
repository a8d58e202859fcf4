"""docs/rules.md says of each rule what it needs, as the rule itself does."""

import re
from pathlib import Path

from tools.rules import RULES

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
ROW = re.compile(r"^\| (?P<rule>\S+) \| (?P<needs>[^|]+?) \| [^|]+ \|$", re.MULTILINE)


def test_the_page_lists_every_rule_with_the_premises_that_it_needs() -> None:
    text = PAGE.read_text(encoding="utf-8").partition("## 批注")[0]
    written = {
        row["rule"]: tuple(tuple(each.split(" + ")) for each in row["needs"].split("；或 "))
        for row in ROW.finditer(text)
        if row["rule"] != "规则"
    }
    assert written == {rule.name: rule.needs for rule in RULES}


def test_every_rule_needs_something() -> None:
    assert all(rule.needs and all(rule.needs) for rule in RULES)
