// The head of a table or tree as all of them have it: small muted names on no ground.
#pragma once

class QHeaderView;

namespace regulus {

// In the theme of the moment; followTheme() calls it again.
void dressHeader(QHeaderView& header);

}  // namespace regulus
