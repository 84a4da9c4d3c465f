# Words raked in R's survey: factor(), svydesign() and rake().
#
# Rscript rake_survey.R JOB FOLDER SMALL OUT
#
# Timed is all from words to final weights; seconds and memory are as in measuring.py.

suppressMessages(library(survey))

MARGINS <- c("sex", "age", "work", "prefecture")

load_folder <- function(folder) {
  list(data = read.csv(file.path(folder, "respondents.csv")),
       targets = read.csv(file.path(folder, "targets.csv")))
}

resident <- function(name) {
  if (!file.exists("/proc/self/status")) return(NA)
  line <- grep(paste0("^", name), readLines("/proc/self/status"), value = TRUE)
  as.numeric(gsub("[^0-9]", "", line)) / 1024
}

forget_peak <- function() {
  try(cat("5", file = "/proc/self/clear_refs"), silent = TRUE)
}

# epsilon is the largest change of a margin's total in the last sweep, as a share of the sum of weights.
final_weights <- function(input) {
  data <- input$data
  data[MARGINS] <- lapply(data[MARGINS], factor)
  total <- sum(data$w)
  populations <- lapply(MARGINS, function(name) {
    margin <- input$targets[input$targets$question == name, ]
    setNames(data.frame(factor(margin$answer, levels(data[[name]])), margin$share * total), c(name, "Freq"))
  })
  design <- svydesign(ids = ~1, weights = ~w, data = data)
  weights(rake(design, lapply(MARGINS, reformulate), populations,
               control = list(maxit = 100, epsilon = 1e-8)))
}

arguments <- commandArgs(trailingOnly = TRUE)
invisible(final_weights(load_folder(arguments[3])))
input <- load_folder(arguments[2])
invisible(gc())
forget_peak()
before <- resident("VmRSS")
time <- system.time(found <- final_weights(input))
megabytes <- resident("VmHWM") - before
write.csv(data.frame(name = "all weight", value = format(found, digits = 17)), arguments[4], row.names = FALSE)
version <- paste0("survey ", packageVersion("survey"), ", R ", getRversion())
cat(sprintf('{"seconds": %f, "waited": %f, "megabytes": %s, "version": "%s"}\n',
            time[["user.self"]] + time[["sys.self"]], time[["elapsed"]],
            ifelse(is.na(megabytes), "null", format(megabytes)), version))
