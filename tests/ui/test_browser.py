"""The page in a real browser: what a clerk sees, not what the server believes it sent."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from reviewer.demo import demo_cases
from reviewer.ui.words import words

ROOT = Path(__file__).parents[2]
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--window-size=1400,1600",
]
PATIENCE = 90  # seconds; a cold page on a busy machine

pytestmark = [pytest.mark.slow]
if not (BROWSER and DRIVER):
    if os.environ.get("CI"):
        pytest.fail("CI may not skip the page tests: install chromium and chromium-driver", pytrace=False)
    pytestmark.append(pytest.mark.skip(reason="no browser here: install Debian's chromium and chromium-driver"))


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def address():
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(PATIENCE):
            try:
                with urllib.request.urlopen(f"{base}/_stcore/health", timeout=2):
                    break
            except OSError:
                time.sleep(1)
        yield base
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture(scope="module")
def browser():
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for flag in FLAGS:
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


def wait_until(browser, condition):
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.support.ui import WebDriverWait

    patient = WebDriverWait(browser, PATIENCE, ignored_exceptions=[StaleElementReferenceException])
    return patient.until(condition)


def wait_for(browser, text):
    from selenium.webdriver.common.by import By

    wait_until(browser, lambda page: text in page.find_element(By.TAG_NAME, "body").text)


def test_page_marks_the_words_of_a_teaching_case(browser, address):
    from selenium.webdriver.common.by import By

    browser.get(address)
    wait_for(browser, words("ru")["draft_marked"])
    draft = wait_until(browser, lambda page: page.find_elements(By.CSS_SELECTOR, ".rr-text"))[0]
    assert draft.text.splitlines()[0] == demo_cases("ru")[0].case.reply.splitlines()[0]
    assert draft.find_elements(By.TAG_NAME, "mark")


def test_page_changes_its_language(browser, address):
    from selenium.webdriver.common.by import By

    browser.get(address)
    wait_for(browser, words("ru")["draft_marked"])
    english = '//button[normalize-space()="English"]'
    wait_until(browser, lambda page: page.find_elements(By.XPATH, english))[0].click()
    wait_for(browser, words("en")["draft_marked"])
    # The page goes on: its choices speak another language now.
    press(browser, words("en")["label_keep"])
    wait_for(browser, words("en")["label_none"])
    wait_for(browser, words("en")["draft_marked"])


def press(browser, text):
    from selenium.webdriver.common.by import By

    path = f'//button[.//p[normalize-space()="{text}"]]'
    button = wait_until(browser, lambda page: page.find_elements(By.XPATH, path))
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'}); arguments[0].click()", button[0])


def test_page_asks_nothing_of_other_hosts(browser, address):
    browser.get(address)
    wait_for(browser, words("ru")["review_title"])
    asked = browser.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)")
    assert asked
    assert [name for name in asked if not name.startswith((address, "data:", "blob:"))] == []
