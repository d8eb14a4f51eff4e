#include "core/io/anndata/h5ad_extend.h"

#include <algorithm>

#include "core/io/anndata/h5ad_encode.h"

namespace regulus::h5 {
namespace {

void replace_column(const Target& root, const Target& obs, const Column& column, bool legacy) {
    const std::string colors = column.name + "_colors";
    if (has_link(obs, column.name)) remove_link(obs, column.name);
    if (has_link(obs, "__categories/" + column.name)) remove_link(obs, "__categories/" + column.name);
    write_column(obs, column, legacy);
    const Categorical* categorical = column.categorical();
    if (!has_link(root, "uns") && (categorical == nullptr || categorical->colors.empty())) return;
    const Target uns = dict_in(root, "uns");
    // Colours of other categories must not stay behind.
    if (has_link(uns, colors)) remove_link(uns, colors);
    write_colors(uns, column);
}

}  // namespace

Target dict_in(const Target& root, const std::string& name) {
    return has_link(root, name) ? group_in(root, name) : write_dict(root, name);
}

FrameFacts look_at_frame(const Object& obs) {
    FrameFacts frame;
    frame.index = obs.text_attribute("_index").value_or(obs.has("_index") ? "_index" : "index");
    frame.order = obs.texts_attribute("column-order");
    if (!obs.has_attribute("column-order")) {
        frame.order = obs.names();
        std::erase_if(frame.order,
                      [&](const auto& name) { return name == frame.index || name == "__categories"; });
    }
    const Object index = obs.child(frame.index);
    frame.rows = (index.is_group() ? index.child(index.has("codes") ? "codes" : "values") : index).length();
    frame.legacy = obs.text_attribute("encoding-version").value_or("0.1.0") == "0.1.0";
    frame.plain = !obs.has_attribute("encoding-type");
    return frame;
}

void declare_frame(const Target& root, const char* name, const FrameFacts& frame) {
    const Target group = group_in(root, name);
    set_encoding(group, "dataframe", "0.1.0");
    set_attribute(group, "_index", frame.index);
    set_attribute(group, "column-order", frame.order);
}

void add_columns(const Target& root, const char* name, const FrameFacts& frame,
                 const std::vector<Column>& columns, Job& job) {
    std::vector<std::string> order = frame.order;
    for (const Column& column : columns) {
        if (std::ranges::find(order, column.name) == order.end()) order.push_back(column.name);
    }
    Target group = group_in(root, name);
    if (needs_room(order) && !is_roomy(group)) group = make_roomy(root, name);
    for (const Column& column : columns) {
        job.checkpoint();
        replace_column(root, group, column, frame.legacy);
    }
    set_attribute(group, "column-order", order);
}

}  // namespace regulus::h5
