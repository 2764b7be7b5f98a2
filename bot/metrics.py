"""Counters and timings for Prometheus; nothing personal is ever a label."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

log = structlog.get_logger(__name__)

BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 4, 6, 10)


@dataclass(frozen=True)
class Reading:
    """A figure as it stands: its key, its value (None without anything to count), and what it is made of."""

    key: str
    value: float | None
    of: float
    all: float


Read = Callable[[], Iterable[Reading]]


class Metrics:
    """All metrics of one process, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._turns = self._counter("hotline_turns", "Turns answered", "channel", "intent")
        self._failures = self._counter(
            "hotline_turn_failures", "Turns degraded by a fault", "channel", "fault"
        )
        self._seconds = Histogram(
            "hotline_turn_seconds",
            "Time to answer a turn",
            ["channel"],
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._handovers = self._counter("hotline_handovers", "Cases for a person", "kind", "reason")
        self._promises = self._counter("hotline_promises", "Promises settled", "kind", "outcome")
        self._expert_calls = self._counter(
            "hotline_expert_calls", "Calls of experts' phones ended", "outcome"
        )
        self._dead_bridges = self._counter("hotline_dead_bridges", "Talks cut off within 90 seconds")
        self.refused = self._counter("hotline_refused_requests", "Webhooks refused", "why")
        self.repeats = Counter("hotline_repeated_webhooks", "Webhooks asked again", registry=self._registry)

    def turn(self, channel: str, intent: str | None, failure: str | None, seconds: float) -> None:
        """Count an answered turn."""
        self._turns.labels(channel, intent or "none").inc()
        self._seconds.labels(channel).observe(seconds)
        if failure:
            self._failures.labels(channel, failure.partition(":")[0]).inc()

    def handover(self, kind: str, reason: str) -> None:
        """Count a case for a person."""
        self._handovers.labels(kind, reason).inc()

    def promise(self, kind: str, outcome: str) -> None:
        """Count a settled promise."""
        self._promises.labels(kind, outcome).inc()

    def expert_call(self, outcome: str) -> None:
        """Count a call of an expert's phone that ended."""
        self._expert_calls.labels(outcome).inc()

    def bridge_died(self) -> None:
        """Count a talk that was cut off soon after it began."""
        self._dead_bridges.inc()

    def show(self, read: Read) -> None:
        """Show figures as gauges; `read` is asked whenever somebody looks."""
        self._registry.register(_Gauges(read))

    def exposition(self) -> bytes:
        """The metrics in Prometheus' text format."""
        return generate_latest(self._registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(name, what, labels, registry=self._registry)


class _Gauges(Collector):
    """Figures that are counted elsewhere."""

    def __init__(self, read: Read) -> None:
        self._read = read

    def describe(self) -> Iterator[Metric]:
        """Nothing is counted only because somebody registers it."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """All of them; none while they cannot be counted, for the other metrics are needed most then."""
        try:
            found = list(self._read())
        except Exception as error:
            log.warning("figures_not_counted", fault=type(error).__name__)
            return
        yield _gauge("hotline_figure", "A figure of today", ((one.key, one.value) for one in found))
        yield _gauge("hotline_figure_numerator", "What it counts", ((one.key, one.of) for one in found))
        yield _gauge("hotline_figure_denominator", "Of how many", ((one.key, one.all) for one in found))


def _gauge(name: str, what: str, values: Iterable[tuple[str, float | None]]) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, what, labels=["figure"])
    for key, value in values:
        if value is not None:
            gauge.add_metric([key], value)
    return gauge
