from flask import Blueprint

pages = Blueprint("penilaian_ui", __name__)
