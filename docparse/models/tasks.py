"""How sure a task is: a model in the place of one number for each rule.

Rules alone know no more than how often each was right where it was counted. The model has seen, in documents that the
rules were not written on, what wrong tasks look like. It changes no task and drops none, only `confidence`, which the
calendar, the agenda and the archive ask.

Reads: the sections and tasks of a document, a model.
Writes: tasks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docparse.confidence import DOUBT
from docparse.model import Section, Task
from docparse.models.kept import Models
from docparse.models.task_features import features

_LEAST, _MOST = 0.02, 0.98


def rated(jobs: Sequence[Task], sections: Sequence[Section], models: Models) -> tuple[Task, ...]:
    """The tasks with the confidence that the model for tasks gives them; as they are where there is none."""
    model = next((one for one in models if one.name == "tasks"), None)
    if model is None:
        return tuple(jobs)
    weights = model.weights()
    sure = (round(min(max(weights.probability(x), _LEAST), _MOST), 3) for x in examples(jobs, sections))
    # Only a number between 0 and 1 changes, so that nothing has to be checked again. What a rule doubts stays in doubt.
    return tuple(
        job if job.confidence <= DOUBT else job.model_copy(update={"confidence": value})
        for job, value in zip(jobs, sure, strict=True)
    )


def examples(jobs: Sequence[Task], sections: Sequence[Section]) -> Iterator[tuple[str, ...]]:
    """The features of each task of a document."""
    by_id = {section.id: section for section in sections}
    share = len(jobs) / max(1, len(sections))
    return (features(job, by_id, share) for job in jobs)
