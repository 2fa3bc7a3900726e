/* texts: files of src/data that are in the library as they are. */
#pragma once

extern const char retour_text_delisting[]; /* delisting.tsv */
extern const char retour_text_page[];      /* report/page.html */
extern const char retour_text_style[];     /* report/page.css */
extern const char retour_text_script[];    /* report/page.js */
