"""What the program itself says, once, for every face. A guide's own words come from its files."""

from __future__ import annotations

import re
from collections.abc import Sequence

DID_YOU_MEAN = "did you mean {names}?"
POSSIBLE_ARE = "possible are: {names}"

NOT_COVERED = "not_covered"
NOT_COVERED_CHOICE = "My situation is not among these"
NOT_COVERED_VALUE = "I cannot answer this"
NOT_COVERED_TITLE = "This guide does not cover your situation"

RISKS = {
    "very-low": "very low risk",
    "low": "low risk",
    "moderate": "moderate risk",
    "high": "high risk",
}
BASES = {
    "rule": "a rule",
    "guidance": "official or professional guidance",
    "custom": "usual practice, not a rule",
}
KINDS = {"duty": "You must", "option": "You may", "avoid": "Better not"}
KIND_AVOID_RULE = "You must not"
STATES = {"later": "later", "now": "now", "late": "late, but still possible", "passed": "passed"}

EXPECTED = "expected"
LAST_SEASON = "last season"
STALE_CARD = "This card was due for review on {date}. Check its sources before you rely on it."
SEASON_OVER = "This guide is for the {season}. That season is over; its dates no longer apply."
WHY = "Why we ask"
HELP = "How to find out"
UNUSED = "Not used, because these questions did not come up: {names}"

EDITION = "{title}. Edition of {edition}, seen as of {as_of}."
INTERVIEW_OVER = "This interview is at its end."
NOT_TAKEN = "That is not taken: {reason}."
NOT_UNDERSTOOD = "That is not one of the answers. {limits}."
CHOOSE_A_NUMBER = "Choose one by its number or in its words"
DID_YOU_MEAN_ANSWER = "Did you mean {names}?"
NOTHING_TO_UNDO = "Nothing has been answered yet."
NO_SUCH_ENTRY = "Answers are numbered from 1 to {count}."
NUMBER_FROM_TO = "A whole number from {low} to {high}"
NUMBER_FROM = "A whole number from {low}"
PICKED_NOTHING = "Nothing"
PICK_ANY = "Pick as many as are true"
PICK_FROM_TO = "Pick from {low} to {high}"
DAY_LIKE = "A day like 2027-03-01 or 1 March 2027"
DAY_FROM = "from {day}"
DAY_UNTIL = "until {day}"
FREE_TEXT = "A few words of your own"
ALWAYS_ASKED = "Everybody is asked this here."
BECAUSE = 'You answered "{answer}" to "{ask}".'


def one_of(names: Sequence[str]) -> str:
    """Join names as a person would: `a`, `a or b`, `a, b or c`, each quoted."""
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def shown(value: object) -> str:
    """A value as it is written in a file, on one line, cut at 60 letters: `yes`, `[a, b]`, `{at_least: 3}`."""
    text = " ".join(_written(value).split())
    return text if len(text) <= 60 else text[:57] + "..."


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_written(child)}" for key, child in value.items()) + "}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_written, value))}]"
    return "null" if value is None else str(value)


def count(number: int, singular: str, plural: str | None = None) -> str:
    """A number with its noun: `1 question`, `2 questions`."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


# --- interviews that are kept -----------------------------------------------------------------------------------------

KEEPING = "Interviews are kept on this machine for {days} days, and nowhere else."
NOT_KEEPING = "Interviews are not kept: they are gone when the program ends."
KEEP_NO_FOLDER = "the folder {folder} cannot be made: {reason}"
KEEP_FAILED = "This interview cannot be kept: {message}. It goes on, and is gone when the program ends."
NO_SESSION = 'there is no kept interview "{id}"'
NO_SESSION_HINT = "`advisor sessions` lists what is kept"
SESSION_UNREADABLE = "{file} cannot be read: {reason}"
SESSION_NEWER = "{file} was written by a newer version of the program"
SESSION_DAMAGED = "a kept interview was damaged, and is set aside as {file}"
FORGET_FAILED = "{file} cannot be deleted: {reason}"
OTHER_GUIDE = 'the interview "{id}" belongs to the guide "{guide}"'
OTHER_GUIDE_HINT = "name that guide's folder with --guide DIR"
TREE_GONE = 'the situation "{title}" is not in this guide any more'
RESUMED = 'You go on with "{title}", last answered on {day}.'
RESUMED_GONE = "The guide has changed since: {count} belong to questions that it does not ask any more."
RESUMED_REFUSED = 'The guide has changed since: your answer to "{ask}" does not fit any more.'
RESUMED_ASKS_MORE = "You had reached the end. One of your answers was not kept, or the guide asks more now."
RESUMED_OTHER_ADVICE = "The advice for your answers has changed since then. Read it again."
RESUMED_OTHER_WORDS = "The advice is the same, but words or dates in the guide have changed since then."
RESUMED_SAME_ADVICE = "The advice has not changed since then."
RESUMED_BLANKS = "Private blanks are never kept. Fill them in again before you copy."
SESSION_FINISHED = "finished"
SESSIONS_HOW = "go on with one by `advisor ask --resume ID`; each is deleted {days} days after its last answer"
NO_SESSIONS = "no interview is kept on this machine"
FORGOTTEN = "{count} deleted"
SETTINGS_UNREADABLE = "the settings in {file} cannot be read: {reason}"
SETTINGS_DAMAGED = "the settings were damaged, and are set aside as {file}"

# --- conditions and pictures of a tree --------------------------------------------------------------------------------

AND = " and "
OR = " or "
NOT = "not {text}"
SOME_OF = {
    (True, True): "all of {text}",
    (True, False): "not all of {text}",
    (False, True): "one or more of {text}",
    (False, False): "none of {text}",
}
"""How some answers of several are wanted: whether all together are meant, and whether they are picked."""
IN_BRACKETS = "({text})"
ASKED_AND = "{ask} {text}"
NO_LESS_THAN = "at least {value}"
NO_MORE_THAN = "at most {value}"
MORE_THAN = "more than {value}"
LESS_THAN = "less than {value}"
BEFORE = "before {day}"
ON_OR_BEFORE = "on or before {day}"
AFTER = "after {day}"
ON_OR_AFTER = "on or after {day}"
THE_DAY_OF = 'the day given to "{ask}"'
TODAY = "today"
DAYS_AFTER = "{days} after {day}"
DAYS_BEFORE = "{days} before {day}"
WAS_ASKED = "(was asked)"
NOT_ASKED = "(was not asked)"
OTHERWISE = "otherwise"
ONLY_ASKED = "{ask} (only asked if {when})"
UP_TO = "up to {risk}"
FOLDED = "{questions} and {ends} more from {first} on"
GOES_ON_IN = 'goes on in "{title}"'
WAY_MARKED = "The way of this interview is marked with a star."

# --- what differs between two guides ----------------------------------------------------------------------------------

DIFF_BOTTOM_LINE = "bottom line"
DIFF_WORDS = "words"
DIFF_NOTHING = "Nothing changes for people."
DIFF_STATUS = {
    "added": "new",
    "removed": "gone",
    "changed": "changed",
    "same": "no change",
    "broken": "has errors",
    "undecided": "has too many ways to compare",
}
DIFF_WAYS = "{changed} of {paths} lead to something else."
DIFF_ALL_SAME = "All {paths} lead to the same as before; only words changed."
DIFF_MOVED = "{paths} to {new} instead of {old}"
DIFF_TAKEN_NOW = "{paths} to {new}; the old version did not take an answer to {old}"
DIFF_NOT_TAKEN = "{paths} to {old} before; an answer to {new} is not taken any more"
DIFF_SHOWS = "{paths} to {new} show other things"
DIFF_MORE = "{what} {name} now"
DIFF_LESS = "{what} {name} no longer"
DIFF_ORDER = "in another order"
DIFF_EXAMPLE = "For example: {answers}"
DIFF_OLD = "before"
DIFF_NEW = "now"
DIFF_TREES = "Situations"
DIFF_CARDS = "Cards"
DIFF_PHRASES = "Phrases"
DIFF_FILES = "The guide"
DIFF_RENAMED = "Other names"
DIFF_SCRIPTS = "These are the same things as before. A script or a link that uses an old name must be changed."
DIFF_NEW_NAME = "{kind} {old} is called {new} now"

# --- the preview of a tree --------------------------------------------------------------------------------------------

PREVIEW_PLACE_GONE = "No answers lead to where you were any more."
PREVIEW_OTHER_ANSWERS = "Your answers lead elsewhere now, so others were put in to stay at this place."
PREVIEW_BROKEN = "The saved file has errors. What you see is the last version without any."
PREVIEW_NEVER = "The tree has errors and cannot be shown yet. Mend them and save."
PREVIEW_SAVED = "As saved"
PREVIEW_SEEN_FROM = "Seen from {day}"
PREVIEW_FINDINGS = "Findings"
PREVIEW_CHECKING = "Checking ..."
PREVIEW_NO_FINDINGS = "Nothing found in this tree and what it shows."
PREVIEW_ENTRIES = "What hangs on a condition"
PREVIEW_ON = "on"
PREVIEW_OFF = "off"
PREVIEW_ON_BECAUSE = "because {reason}"
PREVIEW_OFF_NEEDS = "needs {reason}"
PREVIEW_SCENARIOS = "Scenarios that come by here"
PREVIEW_NO_SCENARIOS = "None. `advisor paths TREE --suggest` writes some."
PREVIEW_PASSES = "passes"
PREVIEW_FAILS = "fails"
PREVIEW_KINDS = {"card": "card", "phrase": "phrase", "note": "note"}

# --- the handbook -----------------------------------------------------------------------------------------------------

HANDBOOK_QUESTIONS = "The questions"
HANDBOOK_ONLY_WHEN = "Only asked if {when}."
HANDBOOK_WHEN = "You get this advice when you answer:"
HANDBOOK_WHEN_ANY = "You get this advice when one of these is so:"
HANDBOOK_ALWAYS = "You get this advice whatever you answer."
HANDBOOK_MANY_WAYS = "Too many combinations of answers lead here to list them. The questions above decide."
HANDBOOK_ANSWER = "{ask} {text}"
HANDBOOK_IF = "Only if {when}: "
HANDBOOK_ABOVE = 'The words are under "{title}".'
HANDBOOK_PHRASE = "Words to use: {title}"
HANDBOOK_WITHOUT = 'without the tree "{tree}": {reason}'
HANDBOOK_LEFT_OUT = "These trees have errors and are left out: {names}."
HANDBOOK_OTHER_CARDS = "Other cards"
HANDBOOK_GLOSSARY = "Words that are explained"
ANYTHING_BUT = "anything but {text}"
OWN_WORDS = "in your own words"
ANY_DAY = "any day"
ANY_NUMBER = "any number"
ON_DAY = "on {day}"
FROM_BEFORE = "from {first} on, and before {last}"
FROM_UP_TO = "from {first} to {last}"
# --- scenarios --------------------------------------------------------------------------------------------------------

COVERAGE_ALL = "all"
COVERAGE_UNDECIDED = "Too much can happen here to know all of it, so only what was seen is counted: {trees}."
MUTATION_TREE = "{tree}: the scenarios notice {done} of {total} changes ({share})"
MUTATION_ALL = "all: the scenarios notice {done} of {total} changes ({share})"
MUTATION_EQUIVALENT = "Not counted, since no answers can show a difference: {changes}."
MUTATION_UNDECIDED = "Too much can happen here to know whether these change anything; they are not counted:"
MUTATION_TRY = "no scenario notices it; try {tree} on {as_of} with {answers}"
MUTATION_NOW = "now: {before}; with the change: {after}"
COVERAGE_MISSING = "not covered"
MUTATION_MISSED = "not noticed"
NOT_PLAYED = "{scenarios} cannot be played, since the guide has errors"
SUGGEST_NOTHING = "the scenarios of {tree} cover everything already"
SUGGEST_LEFT = "{things} can only happen to who comes from another tree; its scenarios can cover that"
SUGGEST_UNDECIDED = "too much can happen in {tree} to know all of it; there may be more to cover"
REVIEW_EXPECTED = "Review what is expected here: it is what the guide gives now, be it right or wrong."

# --- home, in every face ----------------------------------------------------------------------------------------------

HOME_WHAT = "A few questions, then what to do, what to avoid and words to use. {notice}"
HOME_DAY = "Today is {day}."
HOME_TODAY = "Today, {day}: {phase}."
HOME_THIS_DAY = "Today"
HOME_IN_DAYS = "In {days}"
HOME_EVENT = "{lead}: {title}, {when}."
HOME_URGENT = "I have to answer now"
HOME_GO_ON = "Go on where you stopped"
HOME_MORE_KEPT = "{count} more: `advisor sessions` lists them."
HOME_NOW = "Now: {phase}"
HOME_ANY_TIME = "At any time"
HOME_LATER = "Later: {phase}"
HOME_EARLIER = "Earlier: {phase}"
HOME_ALL = "All topics"
HOME_HELD = "{answers} so far, in this window"
HOME_KEPT = "{answers}, last on {day}"
HOME_NOT_FOR = "It is not for: {titles}."
HOME_PLAIN = "`advisor --plain` does the same line by line, without this screen. Screen readers can read it."
HOME_FULL = "These are plain lines. In a terminal, `advisor` alone opens a full screen."
PLAIN_SETTINGS = "settings shows what is kept on this machine, and how to change that."
PLAIN_SURE = "Type yes to delete."
PLAIN_FORGET_WHICH = "That is no unfinished interview. Type forget and the number of one."
PLAIN_KEEP = "Type settings keep yes, or settings keep no. No deletes what this session has kept."
PLAIN_FORGET_ALL = "Type settings forget."
PLAIN_THEME = "it has none here. The full screen has some, and keeps the one you choose there."
HOME_FORGET = "Forget this interview?"
HOME_FORGET_TEXT = '"{title}": {about}. It is deleted from this machine and cannot be brought back.'

# --- settings, in every face ------------------------------------------------------------------------------------------

SETTINGS = "Settings"
SETTING_KEEP = "Keep interviews on this machine"
SETTING_THEME = "Theme"
SETTING_YES = "yes"
SETTING_NO = "no"
SETTING_KEEP_ABOUT = "For {days} days, so that a closed window loses nothing. Nothing is sent anywhere."
SETTING_FORGET = "Forget every kept interview"
SETTING_FORGET_ABOUT = "{count} on this machine"
SETTING_FORGET_SURE = "All kept interviews are deleted from this machine, finished ones too. This cannot be undone."
SETTINGS_AT = "Kept in {file}"
SETTINGS_NOT_KEPT = "Chosen for this time only."

# --- the TUI ----------------------------------------------------------------------------------------------------------

TUI_GUIDE_AT = "Guide: {path}"
TUI_FILTER = "Say it in your own words, or choose below"
TUI_KEEPING = "Your answers stay on this machine, for {days} days. F2 changes that."
TUI_NOT_KEEPING = "Your answers are not kept. F2 changes that."
TUI_KEPT_HOW = "Enter goes on with it. Tab, then d, deletes it."
TUI_SETTINGS_HOW = "Enter changes it. Esc closes this."
TUI_THEME_ABOUT = "ansi-dark and ansi-light use the colours of your terminal, high-contrast is easiest to read."

TUI_QUESTION = "Question {number}"
TUI_CHANGING = "Changing answer {number}. Esc leaves it as it is."
TUI_SUGGESTED = "fits today's date"
TUI_PRESENT = "your answer now"
TUI_PRESENT_VALUE = "Your answer now: {answer}"
TUI_INSTEAD = "Or one of these (arrow keys, then Enter):"
TUI_OFFERS = "Esc shows all answers again."
TUI_SEVERAL_HOW = "Space picks, Enter goes on"
TUI_PICKED = "{count} picked"
TUI_BECAUSE = "Why now"
FOLLOWS_LABEL = "What can follow"
FOLLOWS_MORE = "and {count} more"
TUI_TERMS = "Words explained"
TUI_FORGET = "Delete this interview?"
TUI_FORGET_TEXT = (
    "{answers} and what was filled in are cleared from the screen and deleted from this machine. This cannot be undone."
)
TUI_OWN_WORDS = "Answer in your own words"
TUI_VALUE_HOLDERS = {
    "number": "A number",
    "date": "A day",
    "text": "A few words",
    "choice": "",
    "several": "",
}
TUI_CARRIED = "Your answers came along."

TUI_SIDE_ANSWERS = "Your answers so far"
TUI_SIDE_POSSIBLE = "Still possible"
TUI_SIDE_NONE = "Nothing is answered yet."
TUI_KEY_FLIP = "Other answer"
TUI_KEY_EARLIER = "A day earlier"
TUI_KEY_LATER = "A day later"

TUI_CARDS = "Advice"
TUI_PLAN = "Your plan"
TUI_PLAN_HOW = "Tab goes there, Enter or a number shows what to do and the words. Esc returns."
TIMELINE_WHEN = "When"
TIMELINE_WHAT = "What"
TIMELINE_WHO = "To whom"
TIMELINE_HOW_MANY = "How many"
TUI_PHRASES = "Words to use"
TUI_CHANGES = "What would change this advice"
TUI_CHANGE = '"{text}" to "{ask}"'
TUI_SEE_ALSO = "See also"
TUI_SOURCES = "Sources"
TUI_BASIS = "Based on {basis}"
TUI_MEDIA = {"email": "Email", "spoken": "To say", "message": "Message"}
TUI_PHRASE_HEAD = "{medium} to {to}"
TUI_SUBJECT = "Subject: {subject}"
TUI_MISSING = "Still to fill in: {names}. Press b."
TUI_SOURCE_CHECKED = "checked {day}"
TUI_SOURCE_DATED = "written {day}"
TUI_REVIEWED = "Card reviewed {day}."
TUI_ENTRY_WHO = "To: {who}"
TUI_ENTRY_HOW_MANY = "How many: {how_many}"

TUI_BLANKS_TITLE = "Fill in the blanks"
TUI_BLANKS_HOW = "Enter goes to the next, Ctrl+S keeps them, Esc leaves them as they were."
TUI_BLANK_EXAMPLE = "for example {example}"
TUI_PREVIEW = "How it will read"

TUI_COPY_MISSING = "Not filled in yet: {names}. Copy the words with these gaps?"
TUI_COPY_SUBJECT = "the subject"
TUI_MAIL_MISSING = "Not filled in yet: {names}. Open the email with these gaps?"
TUI_SUBJECT_TOO = "The subject is copied with C."

TUI_SAVE_TITLE = "Save this result"
TUI_SAVE_HOW = "The ending decides: .txt, .md, .html or .json. Enter saves, Esc does not."
TUI_SAVE_FOLDER = "Folder: {folder}"
TUI_SAVE_AGAIN = "Press Enter again to replace it, or change the name."

TUI_QUIT_TITLE = "Quit?"
TUI_QUIT_TEXT = "Your answers are not kept. A result can be saved with s first."
TUI_QUIT_YES = "Enter or q quits, Esc stays."
TUI_ASK_YES = "Enter or y: yes. Esc: no."
TUI_HELP_TITLE = "Keys"
TUI_HELP_HOW = "Esc closes this. The mouse works too."
TUI_CLOSE = "Esc closes this."
TUI_HELP_GO_ON = "Enter goes on with what you typed. Esc goes back to it."
TUI_ERROR = "{message}."
TUI_ERROR_HINT = "{message}: {hint}."

TUI_KEY_BACK = "Back"
TUI_KEY_BLANKS = "Blanks"
TUI_KEY_CHANGE = "Change an answer"
TUI_KEY_COPY = "Copy words"
TUI_KEY_COPY_SUBJECT = "Copy the subject"
TUI_KEY_DOWN = "Down"
TUI_KEY_CLEAR = "Clear"
TUI_KEY_FIRST = "First"
TUI_KEY_FORGET = "Forget"
TUI_KEY_GO_ON = "Go on"
TUI_KEY_HELP = "Help"
TUI_KEY_DELETE = "Delete this interview"
TUI_KEY_TERMS = "Words explained"
TUI_KEY_SUSPEND = "To the shell for a while"
TUI_KEY_TO_BOX = "Next part, or own words"
TUI_KEY_HOME = "All topics"
TUI_KEY_KEEP = "Keep"
TUI_KEY_LAST = "Last"
TUI_KEY_LIST = "Box or list"
TUI_KEY_MAIL = "Mail"
TUI_KEY_NEXT = "Next part"
TUI_KEY_OPEN = "Open"
TUI_KEY_PICK = "Pick"
TUI_KEY_PALETTE = "All commands"
TUI_KEY_PREVIOUS = "Previous part"
TUI_KEY_QUIT = "Quit"
TUI_KEY_RESTART = "Begin again"
TUI_KEY_SAVE = "Save"
TUI_KEY_SAY = "Own words"
TUI_KEY_SETTINGS = "Settings"
TUI_KEY_TAKE = "Answer"
TUI_KEY_UP = "Up"
TUI_KEY_WHY = "Why?"
TUI_KEY_PAGE_DOWN = "Page down"
TUI_KEY_PAGE_UP = "Page up"
TUI_ENTER_AGAIN = "Your answer by number is taken. Press Enter once more to give the marked answer here too."
TUI_NUMBER_BEGUN = "{number} is marked: press Enter to take it, or type its second digit (up to {last})."
TUI_NO_NUMBER = "The numbers go up to {last}."
FOR_EXAMPLE = "for example {text}"
WHICH_DAY = "Which day of {month}? Type it like 1 {month}, or choose below."
NOT_YET = "{command} works once the advice is shown. First answer the question."
TUI_DROP = "Throw away what you typed here?"
TUI_DROP_TEXT = "The blanks then stay as they were before. Ctrl+S keeps what you typed."
TUI_SEARCH_THEMES = "Search for themes…"
TUI_KEY_YES = "Yes"
TUI_KEY_NO = "No"


# --- handing a result to the person -----------------------------------------------------------------------------------

COPY_WORDS = "the words ({words})"
COPIED = "Copied {what}, through {helper}."
COPIED_BOTH = "Copied {what}, through {helper} and the terminal."
COPIED_TERMINAL = "Sent {what} to the terminal's clipboard; it gives no answer. If pasting gives nothing, save a file."
NOT_COPIED = "Not copied: no program here can fill the clipboard. Mark {what} on the screen, or save a file."
MAIL_OPENED = "Your mail program was asked to open this email. Nothing is sent until you send it there."
MAIL_TOO_LONG = "The words are too long to hand over: the email has its subject only. Paste the words into it."
MAIL_TO = "Put in the address yourself: {to}."
MAIL_NONE = "No mail program could be opened from here. Copy the words, and paste them into a new email."
SAVE_NAME = "Give the file a name."
SAVE_ENDING = "The name must end in .txt, .md, .html or .json."
SAVE_EXISTS = "{name} exists already."
SAVED = "Saved as {path}. Only you can read it on this machine."
TRIED = 'Your answer to "{ask}" is now "{text}". Back returns to the advice before.'

# --- results and the line-by-line face --------------------------------------------------------------------------------

SITUATION_STEPS = "What you answered"
NOT_FINISHED = "This interview is not finished. A question waits for an answer."
STOPPED = "This interview stopped at an answer that is not taken."
NEXT_QUESTION = "The next question"
NEXT_NAME = 'In files and on the command line this question is called "{name}".'
ANSWERS_ARE = "Possible answers"
LABELLED = "{label}: {text}"
WITH_ID = "{text} ({id})"
STILL_POSSIBLE = "What it can still come to"
QUESTIONS_LEFT = "Questions that can still come, this one included: {count}."
FROM_TO = "{low} to {high}"
AT_MOST = "at most {high}"
OVERALL_RISK = "Taken together: {risk}."
CARD_FACTS = "{risk}. Based on {basis}. Reviewed {reviewed}."
SOURCES = "Sources"
SOURCE_LINE = "{title}. {publisher}{dated}, checked {checked}."
SOURCE_DATED = ", dated {dated}"
PLAN = "The plan"
PLAN_ENTRY = "{label}: {title}"
PLAN_WHEN = "When: {text}"
PLAN_STATE = "State: {state}"
PLAN_OVERDUE = "overdue, do this now"
PLAN_WHO = "To whom: {who}"
PLAN_HOW_MANY = "How many: {how_many}"
PLAN_PARTS = {
    "must": "What you must do",
    "now": "What you may do now (today is {day})",
    "later": "What you may do later, by date",
    "avoid": "What not to do",
    "passed": "No longer possible",
}
PLAN_EXPECTED = "A day marked as expected is not published yet. It can still change."
PASSED_CARD = "The time for this is over: {text}."
PHRASES = "What to write or say"
MEDIA = {"email": "Email to", "spoken": "Say this to", "message": "Message to"}
PHRASE_SUBJECT = "Subject: {subject}"
PHRASE_WORDS = "Length: {words} of at most {most} words"
PHRASE_MISSING = "Not filled in yet: {names}"
SEE_ALSO = "See also"
SEE_CARD = "Card: {title} ({id})"
SEE_TREE = "Topic: {title} ({id})"

# Free text: which situation is meant, and what comes before anything else.
FOUND = "This may be one of these situations"
FOUND_CARD = "Card: {title}"
FOUND_READ = "Read from your words: {ask} {text}"
NOT_ABOUT = "This guide is not about"
NOT_ABOUT_ASK = "Ask instead: {ask}"
NOT_FOUND = "This guide does not cover that, as far as these words tell."
NOT_FOUND_SCOPE = "What it covers: {scope}"
NOT_FOUND_WORDS = "Other words may still find it. `advisor list` shows every situation."
NOT_READ = "This guide does not know these words. Free text is understood in plain English only."
NO_WORDS = "there are no words to look for"
NO_WORDS_HINT = "say in a few words what happened"
HELP_CONTACT = "{name}: {how}"
HELP_WHEN = "When: {when}"
GO_ON = "on"
HELP_GO_ON = f"Type {GO_ON} to go on with what you typed, or type something else."
TAKEN_FROM_WORDS = "Read from your words: {answers} Go back or change it if that is not so."
TAKEN_ANSWER = "{ask} {text}."
SOUNDS_LIKE_TOPIC = 'This sounds like another topic: "{title}".'
SOUNDS_LIKE_ELSEWHERE = 'This sounds like something that this guide is not about: "{title}". Ask instead: {ask}'

WHICH_GUIDE = "This is the guide in {root}."
TOPICS = "What is going on?"
TOPIC_BROKEN = 'The topic "{name}" is left out: its file has errors. `advisor check` shows them.'
NO_TOPICS = "This guide has no topic to choose."
CHOOSE_TOPIC = "Type a number, or say in a few words what happened. quit leaves."
TOPIC_UNCLEAR = "That is none of the topics. Type the number of one."
TOPIC_OFFERS = "That can be one of these. Type the number of the one you mean."
HOW_TO_ANSWER = "Type the number of an answer, or say it in your own words. help shows what else you can type."
QUESTION_NUMBER = "Question {number} ({left})"
LEFT_NONE = "the last one"
LEFT_EXACTLY = "{low} more"
LEFT_BETWEEN = "at least {low}, at most {high} more"
LEFT_AT_MOST = "at most {high} more"
CHANGING = "Changing answer {number}. back leaves it as it is."
ANSWER_NOW = "Your answer until now: {text}"
YOUR_ANSWER = "Your answer: {text}"
SUGGESTED = "By the date, {number} fits."
PICK_HOW = "Type the numbers with commas between them, like 1, 3."
PICK_NONE = "Type 0 to pick none."
OFFERS = "Type {labels} to take it, or say it in other words."
NOTHING_YET = "Nothing has been answered yet."
NO_HELP = "There is no further explanation for this question."
LEAVE_ANSWERS = "This drops {count}. Type yes to go on."
KEPT_AS_IT_WAS = "Nothing was changed."
LEFT_INTERVIEW = "Your interview is kept while the program runs. back returns to it."
NO_INTERVIEW = "There is no interview to return to."
COMMANDS = "You can type"
COMMANDS_TOPIC = (
    ("a number, an id or a few words", "choose a topic, or go on with an interview"),
    ("forget N", "delete unfinished interview N from this machine"),
    ("settings", "what is kept on this machine, and how to change that"),
    ("back", "return to the interview you left"),
    ("quit", "leave"),
)
COMMANDS_QUESTION = (
    ("a number or your own words", "answer"),
    ("say TEXT", "answer in your own words, even if they equal a command"),
    ("why", "why this is asked"),
    ("help", "how to find the answer, and this list"),
    ("back", "take the last answer away"),
    ("change N", "change answer N, later answers are kept where they still fit"),
    ("answers", "list what you answered"),
    ("possible", "where this can still lead"),
    ("terms", "the words here that the glossary explains"),
    ("what is WORD", "what a word of the glossary means"),
    ("restart", "begin again with the first question"),
    ("forget", "delete this interview from this machine"),
    ("home", "all topics"),
    ("quit", "leave"),
    ("an empty line", "read the question again"),
)
COMMANDS_RESULT = (
    ("phrase N", "the words to write or say"),
    ("fill N", "fill in what phrase N leaves open; without a number, what all of them leave open"),
    ("copy N", "fill in what is missing, and copy the words"),
    ("subject N", "copy the subject of an email"),
    ("mail N", "fill in what is missing, and open the words in your mail program; nothing is sent"),
    ("timeline", "read the plan again"),
    ("card N", "a card with its sources; an id works as well"),
    ("sources", "where it comes from"),
    ("changes", "which other answers would lead elsewhere"),
    ("try N", "go where entry N of that list leads; back returns"),
    ("answers", "list what you answered"),
    ("change N", "change answer N, later answers are kept where they still fit"),
    ("back", "return from what you tried, or take the last answer away"),
    ("also N", "go to an entry of the see-also list"),
    ("save FILE", "keep this in a file that ends in .txt, .md, .html or .json"),
    ("terms", "the words here that the glossary explains"),
    ("what is WORD", "what a word of the glossary means"),
    ("restart", "begin again with the first question"),
    ("forget", "delete this interview from this machine"),
    ("home", "all topics"),
    ("quit", "leave"),
    ("an empty line", "read the result again"),
)
COMMAND_LINE = "{command}: {does}"
NO_COMMAND = "That is none of the commands. help lists them."
COMMAND_HINT = "Type one of: {names}."
WANTS_NUMBER = "Type {command} and a number from 1 to {count}."
NONE_HERE = "There is nothing of that kind here."
CARD_NUMBER = "Card {number}: {title}"
PHRASE_NUMBER = "Phrase {number}: {title}"
TERMS_NONE = "No word here is in the glossary."
POSSIBLE_NONE = "Where it leads is known after this answer."
FORGET_SURE = "This deletes the interview, with {count}, from this machine. It cannot be undone. Type yes to go on."
INTERVIEW_DELETED = "The interview is deleted."
NO_TERM = 'The glossary does not have "{term}".'
NO_CHANGES = "No other single answer would lead somewhere else."
CHANGE_LINE = "{ask} If the answer were: {text}"
CHANGE_LEADS = "Then: {title}"
FILL_NOTHING = "There is nothing to fill in."
FILL_INTRO = "An empty line leaves a value as it is, a single - empties it."
FILL_ASK = "{label}, for example: {example}"
FILL_NOW = "Until now: {value}"
FILL_PRIVATE = "This stays in memory only."
FILL_DONE = "Filled in. phrase N shows the words."
FILL_GAPS = "Not filled in yet: {names}. Type yes to go on with these gaps."
COPY_GAPS_LEFT = "Nothing was copied or opened."
NO_PLAN = "This is not a plan."
NO_SUBJECT = "These words have no subject."
TRY_HOW = "Type try and a number to go there."
SAVE_HOW = "Type save and a file name that ends in .txt, .md, .html or .json."
SAVE_YES = "Type yes to replace it."
ERROR_AND_HINT = "{message}; {hint}."
ENDED_EARLY = "the input ended before the interview did"
ENDED_EARLY_HINT = "give the missing answers, or use `advisor run`"

PATHS_OF = "{title} ({tree}), as of {day}"
PATHS_ALL = "{paths} from the first question to an end."
PATHS_QUESTIONS = "Questions on a path: at least {low}, at most {high}, {mean} on average."
PATHS_UNDECIDED = "How many paths there are is undecided: too many answers must be remembered. Most come from: {names}."
PATHS_BOUNDS = "Questions on a path: not fewer than {low}, not more than {high}."
PATHS_NOTES = (
    "Under each end stands a shortest example.",
    "Each answer of a choice counts. Numbers, days, texts and lists of answers count once where no condition tells "
    "them apart. Every question also takes not_covered, which is not counted.",
)
PATHS_MORE = "... and {number} more"
PATHS_SOME_MORE = "... and more; how many is undecided"
PATHS_NO_ANSWERS = "no answers"

WRITE_FAILED = 'cannot write "{path}": {reason}'
WRITE_EXISTS = ("there is already a file", "choose another name, or allow it to be replaced")
WRITE_NO_FOLDER = ('there is no folder "{folder}"', "make the folder first, or give another place")
WRITE_NO_PERMISSION = (
    "you have no permission to write there",
    "give a place in a folder of your own",
)
WRITE_NO_SPACE = ("the disk is full", "make room, or give a place on another disk")
WRITE_IS_FOLDER = ("that is a folder", "add the name of a file")
WRITE_BAD_NAME = ("a file cannot have this name", "give a shorter name of letters and digits")
WRITE_OTHER = ("{error}", "give another place")


def questions_left(low: int, high: int, *, exact: bool) -> str:
    """How many questions come after the one that is shown, in words."""
    if not exact:
        return LEFT_AT_MOST.format(high=high)
    if low == high:
        return LEFT_EXACTLY.format(low=low) if low else LEFT_NONE
    return (LEFT_BETWEEN if low else LEFT_AT_MOST).format(low=low, high=high)


def capital(text: str) -> str:
    """The text with a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


_LINE_ENDS = ("\r\n", "\r", "\u2028", "\u2029")
_SIGNS = {
    # C0 and DEL have pictures of their own; a newline and a tab are kept.
    **{code: chr(0x2400 + code) for code in range(32) if code not in (9, 10)},
    127: "\u2421",
    # C1 holds terminal commands too. Bidi controls reorder what stands around them.
    **{code: f"\\x{code:02x}" for code in range(0x80, 0xA0)},
    **{code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))},
}
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with everything a terminal would obey turned into signs it shows.

    Line ends become a newline and tabs stay. Half characters (lone surrogates), which no file can
    hold, are written as their number.
    """
    if not _OBEYED.search(text):
        return text
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    text = text.translate(_SIGNS)
    return _OBEYED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def one_line(text: str) -> str:
    """The visible text on one line, doubled spaces taken out."""
    return _SPACES.sub(" ", visible(text)).strip(" ")


_SPACES = re.compile(r"[ \t\n]+")
TUI_RESTART_TEXT = "This takes back {answers}."
