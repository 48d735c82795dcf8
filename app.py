"""The page list of the Streamlit app; everything shown lives in ``reviewer.ui``."""

import streamlit as st

from reviewer.ui import audit_page, models_page, review_page
from reviewer.ui.words import choose_language, words

language = choose_language()
said = words(language)
st.set_page_config(page_title=said["app_title"], page_icon=":material/rate_review:", layout="wide")
pages = [
    st.Page(review_page.render, title=said["nav_review"], icon=":material/edit_note:", url_path="review", default=True),
    st.Page(audit_page.render, title=said["nav_audit"], icon=":material/table_view:", url_path="audit"),
    st.Page(models_page.render, title=said["nav_models"], icon=":material/model_training:", url_path="models"),
]
st.navigation(pages, position="top").run()
