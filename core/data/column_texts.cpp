#include "core/data/column_texts.h"

namespace regulus {

std::vector<std::string> texts_of(const Column& column) {
    std::vector<std::string> texts;
    if (const auto* text = column.text()) texts = text->values;
    if (const auto* numeric = column.numeric()) {
        for (std::size_t i = 0; i < numeric->values.size(); ++i) texts.push_back(number_text(*numeric, i));
    }
    if (const auto* boolean = column.boolean()) {
        for (const auto value : boolean->values) texts.emplace_back(value == 1 ? "True" : "False");
    }
    if (const auto* categorical = column.categorical()) {
        for (const auto code : categorical->codes) {
            texts.push_back(code < 0 ? std::string()
                                     : categorical->categories[static_cast<std::size_t>(code)]);
        }
    }
    return texts;
}

}  // namespace regulus
