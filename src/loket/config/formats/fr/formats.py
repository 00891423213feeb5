"""French in every region."""

DATE_FORMAT = "jS F Y"
LONG_DATE_FORMAT = "l jS F Y"
WEEKDAY_FORMAT = "l jS F"
MONTH_DAY_FORMAT = "jS F"
YEAR_MONTH_FORMAT = "F Y"
SHORT_DATE_FORMAT = "d/m/Y"
TIME_FORMAT = r"G\hi"
DATETIME_FORMAT = r"jS F Y, G\hi"
SHORT_DATETIME_FORMAT = r"d/m/Y G\hi"
FIRST_DAY_OF_WEEK = 1
DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\u202f"
NUMBER_GROUPING = 3
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y"]
TIME_INPUT_FORMATS = ["%H:%M", "%Hh%M", "%H.%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M", "%d-%m-%Y %H:%M"]
