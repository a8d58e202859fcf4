"""The rules by which facts follow from facts, in the order in which they are tried."""

from tools.rules import expiry, habit, kinship, own_trait, seniority, shengxiao, zodiac
from tools.rules.rule import Mend, Rule

RULES: tuple[Rule, ...] = (zodiac.RULE, shengxiao.RULE, expiry.RULE, kinship.RULE, seniority.RULE, own_trait.RULE)

MENDED: dict[str, Mend] = {habit.NAME: habit.mended}
"""By name the rules that conclude when memory is tidied (tools/tidy) and not while the owner talks: what an old conclusion
becomes once a premise has changed."""
