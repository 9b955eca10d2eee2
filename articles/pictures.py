"""Pictures: judged by what is in the file, re-encoded, and kept under the digest of their bytes.

Re-encoding leaves nothing of what a camera or a program wrote beside the picture: no place, no
owner's name, no comment, no thumbnail of what was cut away. Turning and colours, which such notes
tell, are applied to the picture itself. Nothing kept is ever overwritten: other bytes have
another name.
"""

import hashlib
from contextlib import suppress
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from .errors import Invalid
from .models import Article, Picture

MAX_BYTES = 15_000_000
MAX_PIXELS = 60_000_000  # Some 180 MB of memory while it is read; below Pillow's own limit.
LONGEST_SIDE = 2_560  # Pixels. What is larger is made smaller: no page shows more.
QUALITY = 85

READ = ("JPEG", "PNG", "WEBP", "GIF")
# What Pillow finds in the file -> how it is kept. MPO is how cameras write several JPEGs in one
# file, and is read as one; of a moving GIF the first picture is kept.
KEPT_AS = {"JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "WEBP": "webp", "GIF": "png"}
NOT_A_PICTURE = "This is not a picture we can read. Choose a JPEG, PNG, WebP or GIF file."
DAMAGED = "This picture is damaged: it cannot be read to its end. Choose another copy of it."


def keep(file):
    """Keep the picture in `file`, an open binary file of known `size`; return its Picture.

    Raises Invalid, under "picture", with what to do about a file that cannot be kept.
    """
    if file.size > MAX_BYTES:
        raise _refused(
            f"The file has {file.size:,} bytes, more than {MAX_BYTES:,}. Save the picture smaller."
        )
    image, format = _read(file)
    data = _written(image, format)
    sha256 = hashlib.sha256(data).hexdigest()
    width, height = image.size
    told = {"format": format, "width": width, "height": height}
    picture = Picture.objects.get_or_create(sha256=sha256, defaults=told)[0]
    if not default_storage.exists(picture.path):
        default_storage.save(picture.path, ContentFile(data))
    return picture


def visible_to(user, sha256):
    """Return (the Picture, whether readers see it), or None where `user` may not see it.

    Readers see the picture of an article that is public now. One that was taken off an article,
    or whose article was withdrawn, is for the desk alone.
    """
    shown = Exists(Article.objects.public().filter(picture=OuterRef("pk")))
    picture = Picture.objects.filter(sha256=sha256).annotate(is_public=shown).first()
    if picture and (picture.is_public or user.has_perm("articles.view_article")):
        return picture, picture.is_public
    return None


def _refused(sentence):
    return Invalid({"picture": sentence})


def _read(file):
    """Return the picture in `file` as (Image, ready to be written; how it is to be kept)."""
    try:
        with Image.open(file, formats=READ) as image:
            _refuse_size(image)
            image.load()
            return _prepared(image, KEPT_AS[image.format]), KEPT_AS[image.format]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels("far too many") from None
    except UnidentifiedImageError:
        raise _refused(NOT_A_PICTURE) from None
    # Whatever else a decoder raises on bytes that are no whole picture, it is one of these.
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, OverflowError):
        raise _refused(DAMAGED) from None


def _refuse_size(image):
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels(f"{image.width:,} × {image.height:,}")


def _too_many_pixels(count):
    return _refused(
        f"The picture has {count} pixels, more than {MAX_PIXELS:,} in all. Save it smaller."
    )


def _prepared(image, format):
    """Return `image` upright, in the colours of the web, no larger than a page shows it."""
    profile = image.info.get("icc_profile")
    image = _in_8_bits(ImageOps.exif_transpose(image))
    see_through = format != "jpeg" and image.has_transparency_data
    if profile and not see_through:
        image = _in_web_colours(image, profile)
    image = image.convert("RGBA" if see_through else "RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    image.info.clear()  # Some encoders would write what stands there.
    return image


def _in_8_bits(image):
    """Return a picture of 16-bit greys in 8 bits. Pillow by itself would make most of it white.

    A grey that the file makes see-through is shown: in 8 bits, others would vanish with it.
    """
    if not image.mode.startswith("I"):
        return image
    image.info.pop("transparency", None)
    return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")


def _in_web_colours(image, profile):
    """Apply the colour profile that the file brings; one that cannot be read counts for nothing."""
    with suppress(ImageCms.PyCMSError, OSError):
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        web = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, web, outputMode="RGB") or image
    return image


def _written(image, format):
    out = BytesIO()
    image.save(out, format, quality=QUALITY)
    return out.getvalue()
