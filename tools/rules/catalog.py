"""The rules by which facts follow from facts, in the order in which they are tried."""

from tools.rules import expiry, kinship, own_trait, shengxiao, zodiac
from tools.rules.rule import Rule

RULES: tuple[Rule, ...] = (zodiac.RULE, shengxiao.RULE, expiry.RULE, kinship.RULE, own_trait.RULE)
