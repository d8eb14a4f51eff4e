// Writes the seeds that Regulus itself writes: model files and tiles of the matrix store, into folders named
// as the fuzzers below the folder that is given.
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "core/base/random.h"
#include "core/io/store/line_codec.h"
#include "core/model/model_file.h"
#include "tests/fuzz/store_shape.h"

namespace {

using namespace regulus;

CsrMatrix some_values(std::size_t rows, std::size_t columns, bool fractions) {
    Random random(7);
    CsrMatrix matrix;
    matrix.cols = columns;
    for (std::size_t r = 0; r < rows; ++r, ++matrix.rows) {
        for (std::size_t c = 0; c < columns; ++c) {
            if (random.below(6) != 0) continue;
            matrix.columns.push_back(static_cast<std::int32_t>(c));
            const auto whole = static_cast<float>(1 + random.below(r % 3 == 0 ? 90000 : 200));
            matrix.values.push_back(fractions ? whole / 7 : whole);
        }
        matrix.offsets.push_back(static_cast<std::int64_t>(matrix.columns.size()));
    }
    return matrix;
}

void write_tiles(const std::string& folder) {
    Job job;
    for (const store::Cut cut : {store::Cut::Crossings, store::Cut::Lines}) {
        const auto id = fuzz::fuzzed_store(cut);
        const auto band = fuzz::fuzzed_band.end - fuzz::fuzzed_band.begin;
        const bool crossings = cut == store::Cut::Crossings;
        for (const bool fractions : {false, true}) {
            const std::string path =
                folder + (crossings ? "/crossings" : "/lines") + (fractions ? "_fractions" : "_whole");
            store::write_tile(path, id, fuzz::fuzzed_band,
                              crossings ? some_values(id.lines, band, fractions)
                                        : some_values(band, id.crossings, fractions),
                              job);
        }
    }
}

void write_frames(const std::string& folder) {
    store::FramePacker packer;
    for (const bool fractions : {false, true}) {
        const CsrMatrix lines = some_values(9, 177, fractions);
        std::ofstream file(folder + (fractions ? "/fractions" : "/whole"), std::ios::binary);
        const store::Frame frame = packer.pack(lines, 0, lines.rows);
        file << '\x09' << '\x0b' << static_cast<char>(frame.raw) << static_cast<char>(frame.raw >> 8U)
             << frame.packed;
    }
}

void write_model(const std::string& folder) {
    ModelFile model;
    model.config.read = ReadMode::Genes;
    model.config.width = 4;
    model.config.heads = 2;
    model.config.feed_forward = 8;
    model.genes = {"SPI1", "CD14", "LYZ"};
    model.classes = {"B", "T"};
    model.mask.mode = model.config.mask;
    model.mask.tokens = model.genes.size();
    model.mask.offsets = {0, 0, 1, 2};
    model.mask.regulators = {0, 0};
    model.mask.signs = {1, -1};
    model.gene_mean = {0.5F, 1, 2};
    model.gene_sd = {1, 1, 0.25F};
    model.weights["tf.scale"] = {{3}, {1, 2, 3}};
    model.weights["head.weight"] = {{2, 4}, {1, 2, 3, 4, 5, 6, 7, 8}};
    model.record.data_name = "made.h5ad";
    model.record.metrics["accuracy"] = 0.75;
    model.record.history.push_back({1, false, 0.5, 0.25, 0.75, 1.5});
    save_model(model, folder + "/small.safetensors");
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::fprintf(stderr, "usage: %s <folder>\n", arguments[0]);
        return 2;
    }
    const std::string folder = arguments[1];
    for (const char* name : {"store_tile", "line_codec", "model", "safetensors"})
        std::filesystem::create_directories(folder + "/" + name);
    write_tiles(folder + "/store_tile");
    write_frames(folder + "/line_codec");
    write_model(folder + "/model");
    write_model(folder + "/safetensors");
    return 0;
}
