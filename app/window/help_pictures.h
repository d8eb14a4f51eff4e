// Pictures of a help page: no wider than the page, and as large as they are where there is room.
#pragma once

class QTextBrowser;

namespace regulus {

// Of the page that is shown, again by itself whenever the browser gets another width or page.
void fitPictures(QTextBrowser& page);

}  // namespace regulus
