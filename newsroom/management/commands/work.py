"""Do what is done without anybody asking."""

import signal

from django.core.management.base import BaseCommand, CommandError

from newsroom import worker

PATIENCE = 5  # seconds, for a fetch that is under way when the worker is told to stop


class Command(BaseCommand):
    help = (
        "Publish what is scheduled, send mail, tell of overdue claims, copy evidence, take off "
        "verdicts that expired or adopted one that fell, make the daily checkpoint and the pages "
        "of what changed, and tell caches of it, until it "
        "is told to stop (SIGTERM, Ctrl-C): it ends what it has in hand. Let it run beside the "
        "server; several at once do no harm."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do each round once, and end.")

    def handle(self, *, once, **options):
        stop = worker.Stop()
        if once:
            self._once(stop)
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: setattr(stop, "asked", True))
        self.stdout.write("The worker runs. Ctrl-C ends it.")
        beside = [worker.work_beside(rounds, stop) for rounds in worker.BESIDE]
        worker.work(worker.ROUNDS, stop)
        for loop in beside:
            loop.join(timeout=PATIENCE)
        self.stdout.write("The worker has ended.")

    def _once(self, stop):
        rounds = worker.every_round()
        failed = [one.name for one in rounds if worker.run(one, stop)]
        if failed:
            raise CommandError(f"Not done: {', '.join(failed)}. The log says why.")
        self.stdout.write(f"Rounds done: {len(rounds)}.")
