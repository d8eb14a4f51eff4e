#include "core/prior/starter_text.h"

#include <starter_table.h>

namespace regulus {

std::string_view starter_text() {
    return starter_table;
}

}  // namespace regulus
