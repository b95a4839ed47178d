package io.firedrill.reports;

/**
 * A part of the evidence.
 *
 * @param path relative to the run folder, with slashes
 * @param files how many files a folder holds; 1 for a file
 * @param bytes size of all of them
 * @param what it holds, for people
 */
public record EvidenceFile(String path, int files, long bytes, String what) {}
