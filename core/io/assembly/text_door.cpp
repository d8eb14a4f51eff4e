#include "core/io/assembly/text_door.h"

#include <algorithm>
#include <map>
#include <memory>

#include "core/base/utf8.h"

namespace regulus {
namespace {

// Mends texts one by one and remembers how many there were.
struct Mender {
    std::size_t count = 0;
    std::string example;

    void mend(std::string& text) {
        if (is_utf8(text)) return;
        text = as_utf8(text);
        if (count++ == 0) example = text;
    }
    void mend(std::vector<std::string>& texts) {
        for (std::string& text : texts) mend(text);
    }
};

// Two categories may be one name in two encodings. Whether they were.
bool join_same(Categorical& column) {
    std::map<std::string, std::int32_t> places;
    std::vector<std::int32_t> place(column.categories.size());
    Categorical joined{{}, {}, {}, column.ordered, column.kind};
    for (std::size_t k = 0; k < place.size(); ++k) {
        const auto next = static_cast<std::int32_t>(joined.categories.size());
        const auto [found, added] = places.emplace(column.categories[k], next);
        place[k] = found->second;
        if (!added) continue;
        joined.categories.push_back(column.categories[k]);
        if (k < column.colors.size()) joined.colors.push_back(column.colors[k]);
    }
    if (joined.categories.size() == column.categories.size()) return false;
    for (const std::int32_t code : column.codes)
        joined.codes.push_back(code < 0 ? code : place[static_cast<std::size_t>(code)]);
    column = std::move(joined);
    return true;
}

// Whether categories became one.
bool mend_values(Column& column, Mender& mender) {
    if (auto* text = std::get_if<Text>(&column.values)) mender.mend(text->values);
    auto* const categorical = std::get_if<Categorical>(&column.values);
    if (categorical == nullptr) return false;
    const std::size_t before = mender.count;
    mender.mend(categorical->categories);
    return mender.count > before && join_same(*categorical);
}

class Door {
  public:
    explicit Door(Dataset& dataset) : m_dataset(dataset) {}

    void mend() {
        mend_table(m_dataset.obs, "obs", "cells");
        for (Assay& assay : m_dataset.assays) mend_var(assay);
        mend_name(m_dataset.name);
        mend_name(m_dataset.format);
        mend_name(m_dataset.part);
        for (std::string& part : m_dataset.parts) mend_name(part);
        for (Assay& assay : m_dataset.assays) mend_key(assay.name);
        for (Embedding& embedding : m_dataset.embeddings) mend_key(embedding.name);
        for (CellGraph& graph : m_dataset.graphs) mend_key(graph.name);
        for (std::string& column : m_dataset.added_columns) mend_name(column);
        for (std::string& warning : m_dataset.warnings) mend_name(warning);
    }

  private:
    static void mend_name(std::string& name) {
        if (!is_utf8(name)) name = as_utf8(name);
    }
    // Of a member of the file that a copy would have under its old name.
    void mend_key(std::string& name) {
        if (is_utf8(name)) return;
        mend_name(name);
        m_dataset.extendable = false;
        say({1, name}, "names of parts of the file");
    }
    void say(const Mender& mender, const std::string& what) {
        if (mender.count > 0) m_dataset.warnings.push_back(mended_words(mender.count, what, mender.example));
    }

    void mend_table(Table& table, const std::string& where, const std::string& what) {
        Mender index, names;
        index.mend(table.index);
        say(index, "names of " + what);
        for (Column& column : table.columns) {
            names.mend(column.name);
            Mender values;
            // In a copy of the file they would be two of one name, which anndata refuses.
            if (mend_values(column, values)) m_dataset.extendable = false;
            say(values, "values of " + where + " column " + column.name);
        }
        names.mend(table.index_name);
        say(names, "names of " + where + " columns");
        if (names.count > 0) m_dataset.extendable = false;
    }

    // X and the layers share theirs, which is mended once.
    void mend_var(Assay& assay) {
        auto& mended = m_vars[assay.var];
        if (!mended) {
            mended = assay.var;
            if (!all_utf8(*assay.var)) {
                auto table = std::make_shared<Table>(*assay.var);
                mend_table(*table, assay.name == "raw" ? "raw/var" : "var", "genes");
                mended = std::move(table);
            }
        }
        assay.var = mended;
    }

    static bool all_utf8(const Table& table) {
        const auto all = [](const std::vector<std::string>& texts) {
            return std::ranges::all_of(texts, [](const std::string& text) { return is_utf8(text); });
        };
        return all(table.index) && is_utf8(table.index_name) &&
               std::ranges::all_of(table.columns, [&](const Column& column) {
                   return is_utf8(column.name) && (column.text() == nullptr || all(column.text()->values)) &&
                          (column.categorical() == nullptr || all(column.categorical()->categories));
               });
    }

    Dataset& m_dataset;
    std::map<std::shared_ptr<const Table>, std::shared_ptr<const Table>> m_vars;
};

}  // namespace

std::string mended_words(std::size_t count, const std::string& what, const std::string& example) {
    std::string counted = what;  // "values of ...", "names of ..."
    if (const auto plural = what.find("s of "); count == 1 && plural != std::string::npos)
        counted.erase(plural, 1);
    return std::to_string(count) + " " + counted + " " + (count == 1 ? "is" : "are") + " not UTF-8 and " +
           (count == 1 ? "was" : "were") + " read as Windows-1252 (" + as_utf8(example.substr(0, 40)) + ")";
}

void mend_texts(Dataset& dataset) {
    Door(dataset).mend();
}

}  // namespace regulus
