"""Words for what deeds are done to: carts, codes, orders, and the people of the shop."""

ID = r"(?-i:[A-Z]{1,3}-[A-Z0-9]{4,})"
"""The number of an order or the like."""
CODE = r"(?-i:(?<![\w-])[A-Z]{2,}\d+)"
SOME = r"(?:[\w'#%₹$€£-]+ ){0,8}?"
"""A few words between a verb and what belongs to it."""
CART = r"(?:cart|bag|basket|trolley|warenkorb|einkaufswagen)"
PEOPLE = (
    r"(?:colleagues?|humans?|person|team ?mates?|team members?|members? of (?:our|the) team|"
    r"specialists?|someone(?: from (?:our|the) team)?|somebody(?: from (?:our|the) team)?|"
    r"one of (?:our|the) (?:people|team|staff|folks|crew)|managers?|supervisors?|"
    r"customer (?:service|care|support)|"
    r"advis[oe]rs?|representatives?|human agents?|live agents?|agents?|real people|"
    r"support team|kolleg\w+|mitarbeiter\w*)"
)
