"""The tables: every phrase is looked for as it stands, every cause is met and reads well."""

from collections import Counter

import pytest

from sgdesk.explain import causes
from sgdesk.explain.finding import Cause
from sgdesk.explain.fitting import explain_symptoms
from sgdesk.explain.run import explain
from sgdesk.explain.settings import faults
from sgdesk.explain.symptom import Symptom
from sgdesk.explain.symptoms import SYMPTOMS
from sgdesk.explain.veil import Veiled
from tests.support.explaining import texts

CAUSES = {
    f"{room.__name__.rpartition('.')[2]}.{name}": cause
    for room in (causes, faults)
    for name, cause in vars(room).items()
    if isinstance(cause, Cause)
}
PHRASES = [(words, symptom) for symptom in SYMPTOMS for words in symptom.words]


def test_phrases_are_in_small_letters_and_each_stands_once() -> None:
    count = Counter(words for words, _ in PHRASES)

    assert [words for words in count if words != words.lower()] == []
    assert [words for words, times in count.items() if times > 1] == []


@pytest.mark.parametrize(("words", "symptom"), PHRASES, ids=lambda value: str(value)[:40])
def test_phrase_leads_to_its_causes(words: str, symptom: Symptom) -> None:
    veiled = Veiled(f"It ended with {words.upper()} at last")
    found = (*explain_symptoms(veiled, vague=False), *explain_symptoms(veiled, vague=True))

    titles = {finding.cause.title for finding in found}
    assert {cause.filled({}).title for cause, _ in symptom.causes} & titles


@pytest.mark.parametrize("cause", CAUSES.values(), ids=CAUSES.keys())
def test_cause_reads_in_sentences(cause: Cause) -> None:
    for text in (cause.explanation, cause.how_to_tell, cause.remedy):
        assert text.endswith(".")
        assert "  " not in text
        assert len(text) < 420
    assert not cause.title.endswith(".")
    assert cause.source


def test_every_cause_is_met_by_a_text() -> None:
    everything = "SMTP_HOST=smtp.example.com\nSMTP_USER=me"
    met = {
        (finding.cause.id, finding.cause.remedy)
        for text in (everything, *(each.text for each in (*texts("errors"), *texts("wrong"))))
        for finding in explain(text).findings
    }

    # What names a port or a host reads otherwise when it is met.
    plain = {name: each for name, each in CAUSES.items() if "{" not in each.remedy}
    assert [name for name, each in plain.items() if (each.id, each.remedy) not in met] == []
