"""How e-mail addresses and names are compared."""


def email_key(email: str) -> str:
    """An e-mail address as it is compared."""
    return email.strip().casefold()


def full_name_key(first_name: str, last_name: str) -> str:
    """A name as it is compared: case and spaces do not count."""
    return "|".join(" ".join(part.casefold().split()) for part in (first_name, last_name))


def name_key(first_name: str, last_name: str, postcode: str) -> str:
    """Name and postcode as they are compared: case, spaces and hyphens of the code do not count."""
    code = "".join(postcode.casefold().split()).replace("-", "")
    return f"{full_name_key(first_name, last_name)}|{code}"
