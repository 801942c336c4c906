/* What scripts add to the pages: each module does one thing, and every page works without.
   All texts stand in the page, in the reader's language; addresses come from the server. */

import { startBrushes } from "./brush.js";
import { startFacets } from "./facets.js";
import { startKeys } from "./keys.js";
import { startMarks } from "./marks.js";
import { startSaved } from "./saved.js";
import { startSuggestions } from "./suggest.js";
import { startSwapping } from "./swap.js";

startSuggestions();
startKeys();
startSwapping();
startFacets();
startBrushes();
startMarks();
startSaved();
