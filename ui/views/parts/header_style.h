// The head of a table or tree as all of them have it: small muted names on no ground.
#pragma once

class QHeaderView;

namespace regulus {

// In the theme of the moment; followTheme() calls it again. `margin`: beside a name, pixels.
void dressHeader(QHeaderView& header, int margin = 6);

}  // namespace regulus
