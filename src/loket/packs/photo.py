"""Photos for the stories of a demo: a street in plain colours, with what it shows below it."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

SIZE = (960, 720)
SKY, WALL, PAVEMENT, ROAD, LIGHT, INK = (
    "#c9dbe6",
    "#a9876c",
    "#b9b6ae",
    "#6d6f72",
    "#f2e6b8",
    "#1f2429",
)


def photo(title: str) -> bytes:
    """Make a picture, as a telephone would send it."""
    picture = Image.new("RGB", SIZE, SKY)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 180, 960, 460), fill=WALL)
    for left in range(60, 960, 180):
        pen.rectangle((left, 240, left + 90, 380), fill=LIGHT)
    pen.rectangle((0, 460, 960, 560), fill=PAVEMENT)
    pen.rectangle((0, 560, 960, 720), fill=ROAD)
    pen.rectangle((0, 640, 960, 720), fill="white")
    pen.text((32, 662), title, fill=INK, font=ImageFont.load_default(32))
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
