"""What English becomes on the way to the search box: another form of one of its words."""
import re

# Verbs of the questions here, of which a reader may as well type the other form.
VERBS = (
    "accept access activate add answer arrive ask borrow change charge check choose clean clear click close collect confirm connect copy create "
    "delete download drop enter erase expire export fail fill find finish forget forward graduate hand happen hear import install join keep leave "
    "link load lock log lose match move need open pay print read receive recover register reject remove report request reset return save scan "
    "search select send set share show sign stop submit switch sync travel type unlock update upload use wait work write"
).split()


def ing(verb):
    """`print` → `printing`, `share` → `sharing`, `set` → `setting`."""
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    # One syllable, or a stressed last one: the consonant is doubled.
    if re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", verb) or verb in ("forget", "submit", "reset"):
        return verb + verb[-1] + "ing"
    return verb + "ing"


_FORMS = {verb: ing(verb) for verb in VERBS}
_VERBS = {form: verb for verb, form in _FORMS.items()}


def other_verb_form(text):
    """The first verb of the list with -ing, or without."""
    for word in re.finditer("[A-Za-z]+", text):
        other = _FORMS.get(word[0].lower()) or _VERBS.get(word[0].lower())
        if other:
            return text[:word.start()] + other + text[word.end():]
    return text


NOUNS = (
    "account address app article assignment attachment attempt battery browser button calendar camera card certificate channel class code computer "
    "contact cookie copy country course credit day deadline desk device disk document driver email error event exam extension feature field file "
    "folder font form friend grade group guest headset hotel icon invoice item job journal laptop lecturer library license limit link list log mailbox "
    "meeting member message microphone monitor month name network note number option page paper password permission phone picture policy printer "
    "problem profile projector question recipient record request room rule scholarship screen screenshot semester server setting site slide speaker "
    "step student submission system tab task team ticket university update user version video visitor website week window word"
).split()


def plural(noun):
    """`class` → `classes`, `country` → `countries`, `file` → `files`."""
    if re.search("[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search("(s|sh|ch|x)$", noun) else "s")


_PLURALS = {noun: plural(noun) for noun in NOUNS}
_SINGULARS = {form: noun for noun, form in _PLURALS.items()}


def other_number(text):
    """The last noun of the list as a plural, or a plural as its singular."""
    for word in reversed(list(re.finditer("[A-Za-z]+", text))):
        other = _PLURALS.get(word[0].lower()) or _SINGULARS.get(word[0].lower())
        if other:
            return text[:word.start()] + other + text[word.end():]
    return text
