"""The page list of the Streamlit app; everything shown lives in ``reviewer.ui``."""

import streamlit as st

from reviewer.ui import audit_page, models_page, review_page
from reviewer.ui.words import ICON, choose_language, words

# A named or emoji icon would be fetched from another host; this one lies in the package.
st.set_page_config(page_title=words("ru")["app_title"], page_icon=str(ICON), layout="wide")
said = words(choose_language())
pages = [
    st.Page(review_page.render, title=said["nav_review"], icon=":material/edit_note:", url_path="review", default=True),
    st.Page(audit_page.render, title=said["nav_audit"], icon=":material/table_view:", url_path="audit"),
    st.Page(models_page.render, title=said["nav_models"], icon=":material/model_training:", url_path="models"),
]
st.navigation(pages, position="top").run()
