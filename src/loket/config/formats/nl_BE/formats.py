"""Dutch in Belgium: 21/11/2026."""

SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "d/m/Y G.i"
