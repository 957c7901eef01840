// Progressive enhancement: every page works without this. Each module looks for its own marks in the page.

import { breakTitles, focusSummary, offerPrint } from "./page.js";
import { watchCodes } from "./codes.js";
import { watchForms } from "./forms.js";
import { watchLists } from "./lists.js";
import { watchQuestion } from "./login.js";
import { watchNumbers } from "./numbers.js";
import { watchPlaces } from "./places.js";
import { watchSession } from "./session.js";
import { watchPhones } from "./handover.js";
import { watchSlots } from "./slots.js";

document.documentElement.classList.add("scripted");
breakTitles();
focusSummary();
watchSlots();
watchPhones();
watchForms();
watchNumbers();
watchQuestion();
watchCodes();
watchPlaces();
watchLists();
const crop = document.querySelector("[data-crop]");
const qr = document.querySelector("[data-watch]");
if (qr) import("./qr.js").then(({ watchQr }) => watchQr(qr));
if (crop) import("./crop.js").then(({ watchCrop }) => watchCrop(crop));
watchSession();
offerPrint();
