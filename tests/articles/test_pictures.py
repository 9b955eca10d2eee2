"""Lead pictures: judged by what is in the file, stripped, kept by their bytes, shown or not."""

import hashlib
import struct
import zlib
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from PIL import Image, ImageCms

from articles import editing, pictures
from articles.errors import Invalid
from articles.models import Article, Picture
from tests.factories import (
    make_article,
    make_editor,
    make_picture,
    make_published_article,
    make_publisher,
    make_user,
    picture_file,
)

pytestmark = pytest.mark.django_db


def kept(**told):
    """Keep a picture; return (the Picture, as it lies in the storage)."""
    picture = pictures.keep(picture_file(**told))
    with default_storage.open(picture.path) as file:
        return picture, file.read()


def refusal(data):
    with pytest.raises(Invalid) as refused:
        pictures.keep(ContentFile(data, name="picture.jpg"))
    assert Picture.objects.count() == 0
    return refused.value.errors["picture"]


def a_tiff():
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "TIFF")
    return out.getvalue()


def a_png_that_says_it_has(width, height):
    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


# Keeping


@pytest.mark.parametrize(
    ("format", "format_kept"),
    [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "png"), ("MPO", "jpeg")],
)
def test_a_picture_is_kept_as_what_it_is_whatever_its_name(format, format_kept):
    picture, data = kept(format=format, name="words.txt")

    assert (picture.format, picture.width, picture.height) == (format_kept, 8, 6)
    assert Image.open(BytesIO(data)).format == format_kept.upper()


def test_a_picture_lies_under_the_digest_of_its_bytes():
    picture, data = kept()

    assert hashlib.sha256(data).hexdigest() == picture.sha256
    assert picture.path == f"pictures/{picture.sha256[:2]}/{picture.sha256}.jpeg"


def test_the_same_picture_is_kept_once():
    assert pictures.keep(picture_file()) == pictures.keep(picture_file(name="other.jpg"))
    assert Picture.objects.count() == 1


def test_a_picture_whose_file_was_lost_is_kept_again():
    picture = pictures.keep(picture_file())
    default_storage.delete(picture.path)

    pictures.keep(picture_file())

    assert default_storage.exists(picture.path)


def test_of_a_moving_picture_the_first_is_kept():
    frames = [Image.new("RGB", (8, 6), colour) for colour in ("red", "blue")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])

    picture = pictures.keep(ContentFile(out.getvalue()))

    with default_storage.open(picture.path) as file, Image.open(file) as image:
        assert (getattr(image, "n_frames", 1), image.getpixel((0, 0))) == (1, (255, 0, 0))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_nothing_a_camera_notes_is_kept(format):
    exif = Image.Exif()
    exif[0x010F] = "A CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[29] = "A DAY AND PLACE"

    _, data = kept(format=format, exif=exif, comment=b"A REMARK")

    image = Image.open(BytesIO(data))
    assert (dict(image.getexif()), image.info.get("comment")) == ({}, None)
    assert [word for word in (b"CAMERA", b"PLACE", b"REMARK", b"Exif") if word in data] == []


def test_a_camera_held_upright_gives_an_upright_picture():
    exif = Image.Exif()
    exif[0x0112] = 6  # Turn it to the right.

    picture, _ = kept(exif=exif)

    assert (picture.width, picture.height) == (6, 8)


def test_a_colour_profile_is_applied_and_left_out():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    _, data = kept(icc_profile=profile)

    image = Image.open(BytesIO(data))
    assert (image.mode, image.info.get("icc_profile")) == ("RGB", None)
    assert image.getpixel((0, 0))[0] > 200


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "RGBA", "LA", "1", "I;16"])
def test_every_way_to_write_colours_is_read(mode):
    format = "JPEG" if mode == "CMYK" else "PNG"
    picture, _ = kept(mode=mode, format=format)
    assert (picture.width, picture.height) == (8, 6)


def test_what_is_seen_through_stays_so():
    _, data = kept(mode="RGBA", format="PNG", colour=(255, 0, 0, 0))
    assert Image.open(BytesIO(data)).getpixel((0, 0))[3] == 0


def test_a_picture_larger_than_any_page_shows_is_made_smaller():
    picture, _ = kept(size=(5000, 100))
    assert (picture.width, picture.height) == (2560, 51)


# Refusing


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", pictures.NOT_A_PICTURE),
        (b"Words.", pictures.NOT_A_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", pictures.NOT_A_PICTURE),
        (a_tiff(), pictures.NOT_A_PICTURE),
        (picture_file(size=(300, 300)).read()[:-400], pictures.DAMAGED),
        (picture_file(format="PNG", size=(300, 300)).read()[:-40], pictures.DAMAGED),
    ],
)
def test_what_is_no_whole_picture_is_refused_with_what_to_do(data, sentence):
    assert refusal(data) == sentence


@pytest.mark.parametrize("size", [(8_000, 8_000), (10_000, 10_000), (60_000, 60_000)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_read(size):
    assert refusal(a_png_that_says_it_has(*size)).startswith("The picture has ")


def test_a_file_of_too_many_bytes_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_BYTES", 100)
    assert refusal(b"0" * 101).startswith("The file has 101 bytes, more than 100.")


# In an article


def test_an_article_keeps_its_picture_in_the_revision():
    article = make_article(
        picture=make_picture().sha256, picture_alt="A hall.", picture_credit="Photographer A"
    )

    article.refresh_from_db()
    assert (article.picture, article.picture_alt) == (Picture.objects.get(), "A hall.")
    assert f'"picture":"{article.picture.sha256}"' in article.revision.details
    assert '"picture_credit":"Photographer A"' in article.revision.details


@pytest.mark.parametrize(
    "told",
    [
        {"picture_alt": "Another hall."},
        {"picture_credit": "Photographer B"},
        {"picture": None, "picture_alt": None, "picture_credit": None},
    ],
)
def test_a_change_of_the_picture_or_its_words_is_a_revision(told):
    article = make_article(
        picture=make_picture().sha256, picture_alt="A hall.", picture_credit="Photographer A"
    )

    revision = editing.revise(article, by=make_editor(), based_on=1, **told)

    article.refresh_from_db()
    assert (revision.number, article.picture_alt) == (2, told.get("picture_alt", "A hall.") or "")


@pytest.mark.parametrize(
    ("told", "errors"),
    [
        (
            {"picture": "0" * 64, "picture_alt": "A hall."},
            {"picture": "This picture is not kept here. Choose its file again."},
        ),
        (
            {"picture_alt": "A hall.", "picture_credit": "B"},
            dict.fromkeys(
                ("picture_alt", "picture_credit"),
                "There is no picture. Choose its file, or empty this.",
            ),
        ),
    ],
)
def test_a_picture_that_cannot_be_is_refused(told, errors):
    with pytest.raises(Invalid) as refused:
        make_article(**told)
    assert refused.value.errors == errors


def test_a_picture_needs_words_for_those_who_do_not_see_it():
    with pytest.raises(Invalid) as refused:
        make_article(picture=make_picture().sha256, picture_alt=" ")
    assert refused.value.errors == {
        "picture_alt": "Say what the picture shows, for those who do not see it."
    }


@pytest.mark.parametrize(
    "told",
    [{"picture": None, "picture_alt": "Words."}, {"picture_alt": ""}],
)
def test_the_database_holds_that_a_picture_has_words_and_words_a_picture(told):
    article = make_article(picture=make_picture().sha256, picture_alt="A hall.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**told)


@pytest.mark.parametrize(
    "told",
    [{"sha256": "short"}, {"width": 0}, {"format": "tiff"}],
    ids=lambda told: next(iter(told)),
)
def test_the_database_refuses_a_picture_that_cannot_be(told):
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.create(
            **{"sha256": "0" * 64, "format": "png", "width": 1, "height": 1} | told
        )


# Showing


def with_picture(make=make_article):
    """An article with a picture; return (it, its picture's address)."""
    article = make(picture=make_picture().sha256, picture_alt="A hall.", picture_credit="Agency A")
    article.refresh_from_db()
    return article, article.picture.get_absolute_url()


def test_the_picture_of_a_public_article_is_for_all_and_for_ever(client):
    _, address = with_picture(make_published_article)

    response = client.get(address)

    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.has_header("Vary")
    with Image.open(BytesIO(response.getvalue())) as image:
        assert image.size == (8, 6)


@pytest.mark.parametrize("make_person", [None, lambda: make_user(is_staff=False)])
def test_the_picture_of_a_draft_is_not_for_readers(client, make_person):
    _, address = with_picture()
    if make_person:
        client.force_login(make_person())

    assert client.get(address).status_code == 404


def test_the_picture_of_a_draft_is_for_the_desk_and_kept_by_no_cache(client):
    _, address = with_picture()
    client.force_login(make_editor())

    response = client.get(address)

    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert response.getvalue()[:2] == b"\xff\xd8"


def test_a_picture_goes_with_its_article(client):
    article, address = with_picture(make_published_article)
    editing.take(article, "withdraw", by=make_publisher(), note="It was wrong.")
    assert client.get(address).status_code == 404


def test_a_picture_that_was_taken_off_is_not_for_readers(client):
    article, address = with_picture(make_published_article)
    nothing = dict.fromkeys(("picture", "picture_alt", "picture_credit"))
    editing.revise(
        article, by=make_publisher(), based_on=1, change="correction", note="Wrong.", **nothing
    )
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "change", [lambda a: a.replace(".jpeg", ".png"), lambda a: a[:-6] + "0.jpeg"]
)
def test_another_address_leads_to_no_picture(client, change):
    _, address = with_picture(make_published_article)
    assert client.get(change(address)).status_code == 404


def test_a_picture_is_only_read(client):
    _, address = with_picture(make_published_article)
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_a_public_picture_costs_one_query(client, django_assert_num_queries, count):
    addresses = {with_picture(make_published_article)[1] for _ in range(count)}
    with django_assert_num_queries(1):
        client.get(addresses.pop())


def test_whoever_asks_is_only_looked_up_for_a_picture_readers_do_not_see():
    article, _ = with_picture(make_published_article)
    found = pictures.visible_to(AnonymousUser(), article.picture.sha256)
    assert found == (article.picture, True)


def test_the_reader_page_shows_it_with_its_words_and_size(client):
    article, address = with_picture(make_published_article)

    page = client.get(article.get_absolute_url()).content.decode()

    assert f'<img src="{address}" width="8" height="6" alt="A hall.">' in page
    assert "Picture: Agency A" in page


def test_the_api_tells_of_it(client):
    article, address = with_picture(make_published_article)

    told = client.get(f"/api/v1/articles/{article.slug}/").json()["picture"]

    assert told == {
        "url": f"http://testserver{address}",
        "width": 8,
        "height": 6,
        "alt": "A hall.",
        "credit": "Agency A",
        "caption": "",
    }


def test_greys_of_16_bits_keep_their_shades():
    out = BytesIO()
    image = Image.new("I;16", (3, 1))
    for place, grey in enumerate((0, 0x8000, 0xFFFF)):
        image.putpixel((place, 0), grey)
    image.save(out, "PNG")

    picture = pictures.keep(ContentFile(out.getvalue(), name="picture.png"))

    with default_storage.open(picture.path) as file, Image.open(file) as stored:
        shades = [stored.getpixel((place, 0)) for place in range(3)]
    assert shades == [(0, 0, 0), (128, 128, 128), (255, 255, 255)]
