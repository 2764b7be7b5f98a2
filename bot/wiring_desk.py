"""Builds the agents' desk: one blueprint for each of its areas, on one house."""

from collections.abc import Callable

from flask import Blueprint

from bot import (
    wiring_desk_call,
    wiring_desk_case,
    wiring_desk_leads,
    wiring_desk_live,
    wiring_desk_look,
    wiring_desk_orders,
    wiring_desk_queue,
    wiring_desk_text,
)
from bot.conversation.turn import Services
from bot.handover.calling_hours import CallingHours
from bot.handover.routing_file import house_routing
from bot.shop.knowledge import callback_rules, expert_hours
from bot.staff.audit import Audit
from bot.wiring_callbacks import CallbackSide
from bot.wiring_desk_house import DeskHouse
from bot.wiring_experts import ExpertSide
from bot.wiring_ground import Ground
from bot.wiring_threads import ThreadSide


def build_desk(house: DeskHouse) -> tuple[Blueprint, ...]:
    """Every area's pages; starts nothing."""
    areas: tuple[Callable[[DeskHouse], Blueprint], ...] = (
        wiring_desk_look.build,
        wiring_desk_queue.build,
        wiring_desk_case.build,
        wiring_desk_call.build,
        wiring_desk_orders.build,
        wiring_desk_text.build,
        wiring_desk_live.build,
        wiring_desk_leads.build,
    )
    return tuple(build(house) for build in areas)


def desk_house(
    ground: Ground, services: Services, experts: ExpertSide, callbacks: CallbackSide, threads: ThreadSide
) -> DeskHouse:
    """What the desk stands on."""
    return DeskHouse(
        engine=ground.engine,
        clock=ground.clock,
        settings=ground.settings,
        record=ground.record,
        cases=ground.cases,
        promises=ground.promises,
        shop=ground.shop,
        outbox=ground.outbox,
        services=services,
        routing=house_routing(),
        hours=CallingHours(expert_hours(), callback_rules()),
        phones=ground.house,
        experts=experts,
        callbacks=callbacks,
        threads=threads,
        audit=Audit(ground.engine),
    )
