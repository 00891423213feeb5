"""How people of this language and region write dates and numbers; read by Django."""
