"""Amounts, as people read them."""

from django import template

from app.shop.money import money

register = template.Library()
register.filter(money)
