"""Builds the pages of trainings and other work in the background."""

from flask import Blueprint

from bot.console.training_pages import TrainingParts, training_pages
from bot.console.training_views import JobViews
from bot.handover.experts import Experts
from bot.tuning.ingredients import Ingredients
from bot.tuning.job_folders import JobFolders
from bot.tuning.jobs import Jobs
from bot.tuning.training_request import TrainingRequest
from bot.tuning.versions import Versions
from bot.wiring_console_house import ConsoleHouse


def build(house: ConsoleHouse) -> Blueprint:
    """The pages."""
    jobs = Jobs(house.engine, house.clock)
    people = Experts(house.engine)
    versions = Versions(house.engine, house.clock)

    def name_of(staff_id: str) -> str | None:
        row = people.get(staff_id)
        return str(row["name"]) if row else None

    return training_pages(
        TrainingParts(
            jobs=jobs,
            request=TrainingRequest(jobs, versions, Ingredients(house.root), house.root),
            views=JobViews(jobs, name_of, house.clock),
            folders=JobFolders(house.root, house.settings.data_dir),
            audit=house.audit,
            clock=house.clock,
        )
    )
