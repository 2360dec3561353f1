from flask_wtf import FlaskForm
from wtforms import EmailField, StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Email, Length


class ContactForm(FlaskForm):
    name = StringField(validators=[DataRequired(), Length(max=100)], render_kw={"autocomplete": "name"})
    email = EmailField(
        "E-mail", validators=[DataRequired(), Email(), Length(max=254)], render_kw={"autocomplete": "email"}
    )
    text = TextAreaField("Message", validators=[DataRequired(), Length(max=5000)], render_kw={"rows": 6})
    submit = SubmitField("Send")
