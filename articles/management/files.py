"""Files that a command writes: whole, or not at all."""

from pathlib import Path

from django.core.management.base import CommandError


def write_whole(path, parts):
    """Write the strings `parts` to the file `path`; what stood there is kept until all is written.

    Raises CommandError with a sentence where that cannot be done.
    """
    path = Path(path)
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(parts)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        sentence = f"{path} cannot be written: {error.strerror}. Choose another place."
        raise CommandError(sentence) from None
